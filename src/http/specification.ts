import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import { statusOf } from './errors.ts';
import type { Operation } from './operation.ts';
import { API_PREFIX } from './origin.ts';
import { component, link, listOf, nullable, REQUIRED_OF_NEW, readOnly, ref, text } from './schema.ts';

const errorFields = {
  message: text('What was wrong and what to do'),
  documentation_url: link('Where this is explained'),
};

export const errorComponents = [
  component('Error', errorFields, { required: ['message', 'documentation_url'] }),
  component(
    'ValidationErrorDetail',
    { field: text('Which field'), code: text('What kind of fault'), ...errorFields },
    { required: ['documentation_url'] },
  ),
  component(
    'ValidationError',
    {
      message: errorFields.message,
      errors: readOnly(nullable(listOf('ValidationErrorDetail'))),
      documentation_url: errorFields.documentation_url,
    },
    { required: ['message', 'documentation_url'] },
  ),
];

const descriptions: Record<number, string> = {
  400: 'Bad Request',
  401: 'Requires Authentication',
  403: 'Permission Denied',
  404: 'Not Found',
  405: "Resource Can't Be Modified",
  409: 'Resource Already Exists',
  413: 'Body Too Large',
  415: 'Unsupported Content Type',
  422: 'Validation Error',
  429: 'Too Many Requests',
  502: 'Mail Not Sent',
  503: 'Unavailable',
};

/** Describes the routes as OpenAPI 3.0, made from the same schemas that check and write the messages. */
export async function describeRoutes(
  app: FastifyInstance,
  { version, release }: { version: string; release: string },
): Promise<void> {
  const described = new Map<string, Operation>();
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Countersign API',
        description:
          'Users, credentials, roles and two-factor login. Compatible with the identity part of the Looker API 4.0.',
        version,
        ...{ 'x-looker-release-version': release },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An access token from `POST /login`' },
        },
      },
    },
    hideUntagged: true,
    refResolver: { buildLocalReference: (schema) => String(schema.$id) },
    transformObject: (document) => corrected(document, described),
    transform: ({ schema, url, route }) => {
      const operation = route.config?.operation;
      if (!operation || !url.startsWith(`${API_PREFIX}/`) || operation.aliases?.includes(url)) {
        return { schema: { ...schema, hide: true }, url };
      }
      described.set(operation.id, operation);
      return { schema: { ...schema, ...documentation(operation) }, url: url.slice(API_PREFIX.length) };
    },
  });
}

type Documents = Parameters<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>[0];

/** The generator takes every body for required, and cannot say that a list is one text with commas. */
function corrected(document: Documents, described: ReadonlyMap<string, Operation>) {
  if (!('openapiObject' in document)) return document.swaggerObject;
  const { openapiObject } = document;
  sayWhatIsRequired(openapiObject.components?.schemas ?? {});
  for (const path of Object.values(openapiObject.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const { operationId = '', parameters = [], requestBody } = path?.[method] ?? {};
      for (const parameter of parameters) {
        if ('schema' in parameter && (parameter.schema as { type?: string }).type === 'array') {
          Object.assign(parameter, { style: 'form', explode: false });
        }
      }
      if (requestBody && 'content' in requestBody) {
        requestBody.required = described.get(operationId)?.bodyRequired ?? false;
      }
    }
  }
  return openapiObject;
}

function sayWhatIsRequired(schemas: object): void {
  for (const schema of Object.values(schemas) as Record<string, unknown>[]) {
    if (schema[REQUIRED_OF_NEW]) schema.required = schema[REQUIRED_OF_NEW];
    delete schema[REQUIRED_OF_NEW];
  }
}

function documentation(operation: Operation) {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description && { description: operation.description }),
    security: operation.access === 'public' ? [] : [{ token: [] }],
    ...(operation.path.includes('{') && { params: pathParameters(operation.path) }),
    response: {
      ...(operation.answer
        ? { 200: { description: operation.answerDescription ?? '', ...jsonContent(operation.answer) } }
        : { 204: { description: 'Done. No body.', type: 'null' } }),
      ...Object.fromEntries(statusesOf(operation).map((status) => [status, errorAnswer(status, operation)])),
    },
  };
}

const pathParameters = (path: string) => ({
  type: 'object',
  properties: Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, { type: 'string' }]),
  ),
});

/** Every status that an operation may answer besides success. */
export function statusesOf({ access, body, method, statuses }: Operation): number[] {
  const writes = method !== 'GET';
  const all = [
    400,
    ...(access === 'public' ? [] : [statusOf('requires_authentication')]),
    ...(writes
      ? [statusOf('body_too_large'), statusOf('unsupported_content_type'), statusOf('unavailable')]
      : []),
    ...(body ? [422] : []),
    ...statuses,
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}

const jsonContent = (schema: TSchema) => ({ content: { 'application/json': { schema } } });

const errorAnswer = (status: number, { meanings }: Operation) => ({
  description: meanings?.[status] ?? descriptions[status] ?? '',
  ...jsonContent(ref(status === 422 ? 'ValidationError' : 'Error')),
});
