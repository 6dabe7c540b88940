import type { FastifyServerOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { serializerFor } from './serialization.ts';
import { validatorFor } from './validation.ts';

/**
 * What checks bodies and queries, and what writes answers. Given to Fastify before it loads its own, which
 * would take as long as a third of the start.
 *
 * @param components What the schemas refer to.
 */
export const compilersFor = (components: readonly TSchema[]) =>
  ({
    compilersFactory: {
      buildValidator: () => validatorFor(components),
      buildSerializer: () => serializerFor(components),
    },
  }) as unknown as NonNullable<FastifyServerOptions['schemaController']>;
