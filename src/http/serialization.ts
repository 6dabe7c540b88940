import { createRequire } from 'node:module';
import type build from 'fast-json-stringify';
import type { FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';

type Write = (answer: unknown) => string;

/**
 * Compiles what writes the answers: the properties that the schema names, and no others. At the first answer
 * of each shape, like the generator itself, so that the start does not wait for shapes that nobody asks for.
 *
 * @param components What a schema may refer to.
 */
export function serializerFor(
  components: readonly (TSchema & { $id?: string })[],
): FastifySerializerCompiler<TSchema> {
  const schema = Object.fromEntries(components.map((component) => [component.$id, component]));
  const writers = new Map<string, Write>();
  // Many operations answer with the same shape.
  const writerOf = (shape: unknown): Write => {
    const key = JSON.stringify(shape);
    const writer = writers.get(key) ?? generator()(shape as build.AnySchema, { schema });
    writers.set(key, writer);
    return writer;
  };
  return ({ schema: shape }) => {
    let write: Write | undefined;
    return (answer) => {
      write ??= writerOf(shape);
      return write(answer);
    };
  };
}

const require = createRequire(import.meta.url);
const generator = (): typeof build => require('fast-json-stringify');
