import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';
import type { TSchema } from 'typebox';
import { AppError, type FieldFault } from '../core/app-error.ts';
import { WITHOUT_CONTROL_CHARACTERS } from './schema.ts';

/**
 * Compiles the routes' schemas. A body says its types itself, so that a number is never taken for a code;
 * a query is text and is converted.
 */
export function validatorFor(components: readonly TSchema[]): FastifySchemaCompiler<TSchema> {
  const forBody = compilerThat({ coerceTypes: false });
  const forQuery = compilerThat({ coerceTypes: true });
  const byReference = new Map(
    components.map((component) => [`${(component as { $id?: string }).$id}#`, component]),
  );
  return ({ schema, httpPart }) => {
    const validate =
      httpPart === 'body'
        ? lazy(() => forBody().compile(writable(schema, byReference)))
        : lazy(() => forQuery().compile(asText(schema)));
    return validate;
  };
}

const require = createRequire(import.meta.url);

/** Loads Ajv when the first schema is compiled. */
function compilerThat(options: { coerceTypes: boolean }): () => Ajv {
  let compiler: Ajv | undefined;
  return () => {
    if (!compiler) {
      const ajv: typeof import('ajv') = require('ajv');
      compiler = new ajv.Ajv({ allErrors: true, strict: false, validateFormats: false, ...options });
    }
    return compiler;
  };
}

/** Compiles at the first request, so that the start does not wait for operations that nobody calls. */
function lazy(compile: () => ValidateFunction) {
  let compiled: ValidateFunction | undefined;
  return (data: unknown) => {
    compiled ??= compile();
    return compiled(data) || { error: compiled.errors as ErrorObject[] };
  };
}

interface Property extends TSchema {
  readOnly?: boolean;
  $ref?: string;
}

/** A list in a query is one text until the handler takes it apart. */
function asText(schema: TSchema): object {
  const { properties = {}, ...rest } = schema as { properties?: Record<string, TSchema & { type?: string }> };
  const texts = Object.entries(properties).map(([name, property]) => [
    name,
    property.type === 'array' ? { type: 'string' } : property,
  ]);
  return { ...rest, properties: Object.fromEntries(texts) };
}

/** What a client can write of a shape. The rest may be sent, in any form, and is ignored. */
function writable(schema: TSchema, byReference: ReadonlyMap<string, TSchema>): object {
  const { $ref, $id, properties, items, ...rest } = schema as {
    $ref?: string;
    $id?: string;
    properties?: Record<string, Property>;
    items?: TSchema;
  };
  if ($ref !== undefined) return writable(byReference.get($ref) ?? {}, byReference);
  void $id;
  if (items) return { ...rest, items: writable(items, byReference) };
  if (!properties) return rest;
  const kept = Object.entries(properties).filter(([, { readOnly, $ref: nested }]) => !readOnly && !nested);
  return { ...rest, properties: Object.fromEntries(kept) };
}

/** A body can hold thousands of faults; nobody reads so many, and comparing them takes time. */
const MAX_FAULTS = 50;

/** What the schema found wrong: in the body 422 with the fields, in the query 400, in the path 404. */
export function validationError(
  found: FastifySchemaValidationError[],
  context: string | undefined,
): AppError {
  if (context === 'params') return new AppError('not_found');
  const faults = withoutRepeats(found.slice(0, MAX_FAULTS).map((error) => fault(error as ErrorObject)));
  if (context === 'body') return new AppError('validation_failed', undefined, { faults });
  return new AppError('bad_request', `Bad request: ${faults.map(({ message }) => message).join(' ')}`);
}

function fault({ instancePath, keyword, params, message }: ErrorObject): FieldFault {
  const path = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') {
    const field = [path, params.missingProperty].filter(Boolean).join('.');
    return { field, code: 'missing_field', message: `'${field}' is required.` };
  }
  const field = path || 'body';
  return { field, code: 'invalid', message: `'${field}' ${rightWould(keyword, params, message)}.` };
}

function rightWould(keyword: string, params: Record<string, unknown>, message = 'is not valid'): string {
  switch (keyword) {
    case 'type':
      return `must be ${params.nullable ? 'null or ' : ''}of type ${params.type}`;
    case 'pattern':
      return params.pattern === WITHOUT_CONTROL_CHARACTERS ? 'must not have control characters' : message;
    case 'maxLength':
      return `must have at most ${params.limit} characters`;
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
    default:
      return message;
  }
}

const withoutRepeats = (faults: FieldFault[]): FieldFault[] =>
  faults.filter(
    (one, index) =>
      faults.findIndex(({ field, message }) => field === one.field && message === one.message) === index,
  );
