/** As much of an OpenAPI 3.0 or Swagger 2.0 document as is read or written here. */
type Json = Record<string, unknown>;

const JSON_TYPE = 'application/json';

/**
 * Says in Swagger 2.0 what a specification says in OpenAPI 3.0, for clients that read nothing newer (one SDK makes
 * its methods of it). What 2.0 has no word for is told by `x-nullable`, and `x-looker-nullable`, which the
 * generator of the SDKs looks for.
 *
 * @param openapi With local references only, JSON bodies only, and no `oneOf`, `anyOf` or `not`.
 * @returns The document without `host` and `schemes`, which depend on the request.
 */
export function toSwagger(openapi: object, basePath: string): Json {
  const { info, tags, paths = {}, components = {} } = openapi as Record<string, Json>;
  return {
    swagger: '2.0',
    info,
    basePath,
    consumes: [JSON_TYPE],
    produces: [JSON_TYPE],
    ...(tags && { tags }),
    securityDefinitions: {
      token: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: '`Bearer` and the access token',
      },
    },
    paths: mapValues(paths, (path) => mapValues(path as Json, operation)),
    definitions: mapValues((components.schemas ?? {}) as Json, schema),
  };
}

function operation(described: unknown): Json {
  const { parameters = [], requestBody, responses, ...kept } = described as Json;
  const all = [
    ...(parameters as Json[]).map(parameter),
    ...(requestBody ? [bodyParameter(requestBody as Json)] : []),
  ];
  return {
    ...kept,
    ...(all.length && { parameters: all }),
    responses: mapValues(responses as Json, answer),
  };
}

/** 2.0 has no `schema` in a parameter: its words stand beside the name. */
function parameter({ schema: of, style, explode, ...kept }: Json): Json {
  const flat = schema(of) as Json;
  return { ...kept, ...flat, ...(flat.type === 'array' && { collectionFormat: 'csv' }) };
}

function bodyParameter(body: Json): Json {
  const { description, required = false } = body;
  return {
    name: 'body',
    in: 'body',
    ...(description ? { description } : {}),
    required,
    schema: jsonSchema(body),
  };
}

function answer(described: unknown): Json {
  const of = jsonSchema(described as Json);
  return { description: (described as Json).description, ...(of !== undefined && { schema: of }) };
}

function jsonSchema({ content }: Json): unknown {
  const json = (content as Record<string, Json> | undefined)?.[JSON_TYPE];
  return json && schema(json.schema);
}

function schema(of: unknown): unknown {
  if (Array.isArray(of)) return of.map(schema);
  if (typeof of !== 'object' || of === null) return of;
  const { nullable, $ref, properties, ...kept } = of as Json;
  return {
    ...($ref !== undefined && { $ref: String($ref).replace('#/components/schemas/', '#/definitions/') }),
    ...mapValues(kept, schema),
    ...(properties !== undefined && { properties: mapValues(properties as Json, schema) }),
    ...(nullable === true && { 'x-nullable': true, 'x-looker-nullable': true }),
  };
}

const mapValues = (of: Json, change: (value: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
