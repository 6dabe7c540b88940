import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { type Operation, operation } from '../http/operation.ts';
import { API_PREFIX, type OriginOf } from '../http/origin.ts';
import { fieldsQuery, ref } from '../http/schema.ts';
import { type SpecificationName, specifications, specificationText } from '../http/served-specification.ts';
import { Type } from '../http/type.ts';
import { drawAvatar } from '../users/avatar.ts';
import { API_PATH_VERSION, versions } from './present-versions.ts';
import { requireReady } from './ready.ts';

export const serverOperations: Operation[] = [
  operation({
    id: 'versions',
    method: 'GET',
    path: '/versions',
    aliases: ['/versions'],
    tag: 'Config',
    summary: 'Get the versions of the API',
    access: 'public',
    query: Type.Object(fieldsQuery),
    answer: ref('ApiVersion'),
    answerDescription: 'ApiVersion',
    statuses: [404],
    handle: async ({ origin }) => versions(origin),
  }),
  operation({
    id: 'api_spec',
    method: 'GET',
    path: '/api_spec/{api_version}/{specification}',
    tag: 'Config',
    summary: 'Get a specification of the API',
    description: '`swagger.json` is Swagger 2.0, `openapi.json` is OpenAPI 3.0. Both say the same.',
    access: 'public',
    answer: Type.Unsafe<unknown>({ type: 'object' }),
    answerDescription: 'The specification',
    statuses: [404],
    async handle({ params, origin, request, setHeader }) {
      const { api_version, specification } = params;
      if (api_version !== API_PATH_VERSION || !isSpecification(specification)) throw notFound();
      setHeader('content-type', JSON_TYPE);
      // As bytes: it is JSON already.
      return Buffer.from(specificationText(await request.server.specification(), specification, origin));
    },
  }),
];

const JSON_TYPE = 'application/json; charset=utf-8';
const isSpecification = (name: string): name is SpecificationName =>
  (specifications as readonly string[]).includes(name);

/** What is not part of the API proper. */
export function serveUnlisted(app: FastifyInstance, context: Context, originOf: OriginOf): void {
  app.get('/alive', { exposeHeadRoute: true }, (_, reply) => reply.code(200).send());
  app.get('/ready', { exposeHeadRoute: true }, async (_, reply) => {
    await requireReady(context);
    return reply.code(200).send();
  });

  for (const name of specifications) {
    app.get(`${API_PREFIX}/${name}`, async (request, reply) =>
      reply.type(JSON_TYPE).send(specificationText(await app.specification(), name, originOf(request))),
    );
  }

  app.get<{ Params: { initials: string } }>('/avatars/:initials.svg', (request, reply) =>
    reply
      .type('image/svg+xml')
      .header('content-security-policy', "default-src 'none'")
      .header('cache-control', 'public, max-age=86400')
      .send(drawAvatar(request.params.initials)),
  );
}
