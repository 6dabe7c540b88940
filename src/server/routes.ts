import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Operation, operation } from '../http/operation.ts';
import { API_PREFIX, type OriginOf } from '../http/origin.ts';
import { fieldsQuery, ref } from '../http/schema.ts';
import { drawAvatar } from '../users/avatar.ts';
import { versions } from './present-versions.ts';

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
];

/** What is not part of the API proper. */
export function serveUnlisted(app: FastifyInstance, originOf: OriginOf): void {
  app.get('/alive', { exposeHeadRoute: true }, (_, reply) => reply.code(200).send());

  app.get(`${API_PREFIX}/openapi.json`, (request, reply) => {
    const specification = { ...app.swagger(), servers: [{ url: `${originOf(request)}${API_PREFIX}` }] };
    return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(specification);
  });

  app.get<{ Params: { initials: string } }>('/avatars/:initials.svg', (request, reply) =>
    reply
      .type('image/svg+xml')
      .header('content-security-policy', "default-src 'none'")
      .header('cache-control', 'public, max-age=86400')
      .send(drawAvatar(request.params.initials)),
  );
}
