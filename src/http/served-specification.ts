import type { FastifyInstance } from 'fastify';
import { API_PREFIX } from './origin.ts';
import { toSwagger } from './swagger.ts';

export const specifications = ['swagger.json', 'openapi.json'] as const;
export type SpecificationName = (typeof specifications)[number];

/** The routes of a server do not change once it listens, so neither do these texts. */
const kept = new WeakMap<FastifyInstance, Record<SpecificationName, string>>();

function textsOf(app: FastifyInstance): Record<SpecificationName, string> {
  let texts = kept.get(app);
  if (!texts) {
    const openapi = app.swagger();
    texts = {
      'openapi.json': JSON.stringify(openapi),
      'swagger.json': JSON.stringify(toSwagger(openapi, API_PREFIX)),
    };
    kept.set(app, texts);
  }
  return texts;
}

/**
 * The specification as JSON text. All but the address of the server is made once.
 *
 * @param origin Where the API is, as this client sees it.
 */
export function specificationText(app: FastifyInstance, name: SpecificationName, origin: string): string {
  const { protocol, host } = new URL(origin);
  const address =
    name === 'openapi.json'
      ? { servers: [{ url: origin + API_PREFIX }] }
      : { host, schemes: [protocol.slice(0, -1)] };
  return `${textsOf(app)[name].slice(0, -1)},${JSON.stringify(address).slice(1)}`;
}
