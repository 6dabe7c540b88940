import Fastify from 'fastify';
import type { TSchema } from 'typebox';
import { statusOf } from './errors.ts';
import type { Operation } from './operation.ts';
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

/** As much of an OpenAPI document as is corrected here. */
export interface OpenApi {
  components?: { schemas?: object };
  paths?: Record<string, Record<string, Described>>;
}
interface Described {
  operationId: string;
  parameters?: { schema: { type?: string } }[];
  requestBody?: { required?: boolean };
}

/**
 * Describes the operations as OpenAPI 3.0, by the same schemas that check and write the messages. The generator
 * reads routes, so it is given some that are never served: the server itself starts without it.
 *
 * @param components What the schemas refer to.
 */
export async function describe(
  operations: readonly Operation[],
  components: readonly TSchema[],
  { version, release }: { version: string; release: string },
): Promise<OpenApi> {
  const described = Fastify({ exposeHeadRoutes: false });
  described.setValidatorCompiler(() => () => true);
  described.setSerializerCompiler(() => () => '');
  for (const component of components) described.addSchema(component);
  await described.register(import('@fastify/swagger'), {
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
    refResolver: { buildLocalReference: (schema) => String(schema.$id) },
  });
  for (const operation of operations) {
    described.route({
      method: operation.method,
      url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      schema: {
        ...(operation.query && { querystring: operation.query }),
        ...(operation.body && { body: operation.body }),
        ...documentation(operation),
      },
      handler: () => undefined,
    });
  }
  await described.ready();
  return corrected(described.swagger() as unknown as OpenApi, operations);
}

/** The generator takes every body for required, and cannot say that a list is one text with commas. */
function corrected(document: OpenApi, operations: readonly Operation[]): OpenApi {
  const needBody = new Set(operations.filter(({ bodyRequired }) => bodyRequired).map(({ id }) => id));
  sayWhatIsRequired(document.components?.schemas ?? {});
  for (const path of Object.values(document.paths ?? {})) {
    for (const { operationId, parameters = [], requestBody } of Object.values(path)) {
      for (const parameter of parameters) {
        if (parameter.schema.type === 'array') Object.assign(parameter, { style: 'form', explode: false });
      }
      if (requestBody) requestBody.required = needBody.has(operationId);
    }
  }
  return document;
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
