import { API_PREFIX } from './origin.ts';
import type { OpenApi } from './specification.ts';
import { toSwagger } from './swagger.ts';

export const specifications = ['swagger.json', 'openapi.json'] as const;
export type SpecificationName = (typeof specifications)[number];

declare module 'fastify' {
  interface FastifyInstance {
    /** Made when it is first asked for, which few servers ever are. */
    specification(): Promise<OpenApi>;
  }
}

const texts = new WeakMap<OpenApi, Record<SpecificationName, string>>();

function textsOf(openapi: OpenApi): Record<SpecificationName, string> {
  const known = texts.get(openapi) ?? {
    'openapi.json': JSON.stringify(openapi),
    'swagger.json': JSON.stringify(toSwagger(openapi, API_PREFIX)),
  };
  texts.set(openapi, known);
  return known;
}

/**
 * The specification as JSON text. All but the address of the server is made once.
 *
 * @param origin Where the API is, as this client sees it.
 */
export function specificationText(openapi: OpenApi, name: SpecificationName, origin: string): string {
  const { protocol, host } = new URL(origin);
  const address =
    name === 'openapi.json'
      ? { servers: [{ url: origin + API_PREFIX }] }
      : { host, schemes: [protocol.slice(0, -1)] };
  return `${textsOf(openapi)[name].slice(0, -1)},${JSON.stringify(address).slice(1)}`;
}
