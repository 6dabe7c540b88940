import type { Operation } from '../http/operation.ts';
import { statusesOf } from '../http/specification.ts';

/** A schema as the specification has it. */
export interface Shape {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  items?: Shape;
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | boolean;
  required?: string[];
  nullable?: boolean;
  readOnly?: boolean;
  description?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Shape;
}

interface Content {
  description?: string;
  content?: { 'application/json'?: { schema: Shape } };
}

/** The parts of the OpenAPI document that the reference shows. */
export interface Specification {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string;
        parameters?: Parameter[];
        requestBody?: Content & { required?: boolean };
        responses: Record<string, Content>;
      }
    >
  >;
  components: { schemas: Record<string, Shape> };
}

/** An operation with everything the reference says of it, in English. */
export interface Entry {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string | undefined;
  operation: Operation;
  parameters: Parameter[];
  body: { shape: Shape; required: boolean } | undefined;
  answer: { status: number; description: string; shape: Shape | undefined };
  /** The errors it may answer, besides those that anything may. */
  statuses: number[];
}

export interface Reference {
  entries: Entry[];
  byId: ReadonlyMap<string, Entry>;
  /** By `get /users/{user_id}`. */
  byRoute: ReadonlyMap<string, Entry>;
  tags: ReadonlyMap<string, Entry[]>;
  shapes: Record<string, Shape>;
}

/** Puts together what the list of operations and the specification made from it know. */
export function readReference(operations: readonly Operation[], specification: Specification): Reference {
  const entries = operations.map((operation) => entryOf(operation, specification));
  return {
    entries,
    byId: new Map(entries.map((entry) => [entry.id, entry])),
    byRoute: new Map(entries.map((entry) => [`${entry.method.toLowerCase()} ${entry.path}`, entry])),
    tags: Map.groupBy(entries, ({ tag }) => tag),
    shapes: specification.components.schemas,
  };
}

function entryOf(operation: Operation, { paths }: Specification): Entry {
  const { id, path, tag, summary, description } = operation;
  const method = String(operation.method);
  const documented = paths[path]?.[method.toLowerCase()];
  if (!documented) throw new Error(`${id} is not in the specification`);
  const { parameters = [], requestBody, responses } = documented;
  const status = operation.answer ? 200 : 204;
  const answered = responses[status];
  const bodyShape = requestBody?.content?.['application/json']?.schema;
  return {
    id,
    method,
    path,
    tag,
    summary,
    description,
    operation,
    // Those in the path come first, whatever the specification's order.
    parameters: parameters.toSorted((a, b) => Number(b.in === 'path') - Number(a.in === 'path')),
    body: bodyShape && { shape: bodyShape, required: requestBody?.required ?? false },
    answer: {
      status,
      description: answered?.description ?? '',
      shape: answered?.content?.['application/json']?.schema,
    },
    statuses: statusesOf(operation),
  };
}

/** The name that a reference to a shape has; undefined: the shape has none. */
export const nameOf = ({ $ref }: Shape): string | undefined => $ref?.slice($ref.lastIndexOf('/') + 1);

export const resolve = (shape: Shape, shapes: Reference['shapes']): Shape => {
  const name = nameOf(shape);
  return name === undefined ? shape : (shapes[name] ?? {});
};

/** Whether a client can write this property. Nested things are read-only, as `http/validation.ts` has it. */
export const isWritable = (property: Shape): boolean => !property.readOnly && !property.$ref;
