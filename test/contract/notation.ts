/** The parts of an OpenAPI 3.0 document that the contract speaks of. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  nullable?: boolean;
  readOnly?: boolean;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

export interface Documented {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: Content & { required?: boolean };
  responses: Record<string, Content>;
}

export interface Specification {
  openapi: string;
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, Schema> };
}

/** What a specification says, without its prose: `looker-4.0.23.6.json` has this form. */
export interface Facts {
  /** By operation id. */
  operations: Record<string, OperationFacts>;
  schemas: Record<string, { required: string[]; properties: Record<string, string> }>;
}

export interface OperationFacts {
  /** `GET /users/{user_id}` */
  route: string;
  /** From `query fields`, or `path user_id!` where required, to the type. */
  parameters: Record<string, string>;
  /** The type, with `!` where required. */
  body: string | null;
  /** From status to the type of the JSON answer. */
  responses: Record<string, string | null>;
}

/** A schema in one word: `readonly string(uri-reference)?`, `Role[]`, `map<boolean>`. */
export function typeOf(schema: Schema): string {
  return `${schema.readOnly ? 'readonly ' : ''}${kindOf(schema)}${schema.nullable ? '?' : ''}`;
}

function kindOf({ $ref, type, format, items, additionalProperties }: Schema): string {
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1);
  if (type === 'array') return `${typeOf(items ?? {})}[]`;
  if (type === 'object') {
    return typeof additionalProperties === 'object' ? `map<${typeOf(additionalProperties)}>` : 'object';
  }
  return type === undefined ? 'any' : type + (format ? `(${format})` : '');
}

export function factsOf({ paths, components }: Specification): Facts {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]) => [
      documented.operationId,
      { route: `${method.toUpperCase()} ${path}`, ...operationFacts(documented) },
    ]),
  );
  const schemas = Object.entries(components.schemas).map(([name, { required = [], properties = {} }]) => [
    name,
    { required, properties: mapValues(properties, typeOf) },
  ]);
  return { operations: Object.fromEntries(operations), schemas: Object.fromEntries(schemas) };
}

function operationFacts({ parameters = [], requestBody, responses }: Documented) {
  const body = jsonType(requestBody);
  return {
    parameters: Object.fromEntries(
      parameters.map(({ in: place, name, required, schema }) => [
        `${place} ${name}${required ? '!' : ''}`,
        typeOf(schema),
      ]),
    ),
    body: body && `${body}${requestBody?.required ? '!' : ''}`,
    responses: mapValues(responses, jsonType),
  };
}

function jsonType(described: Content | undefined): string | null {
  const schema = described?.content?.['application/json']?.schema;
  return schema ? typeOf(schema) : null;
}

const mapValues = <From, To>(of: Record<string, From>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]));
