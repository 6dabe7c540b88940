import type { Static, TSchema, TUnsafe } from 'typebox';
import { Type } from './type.ts';

/** The wire's shapes are written for OpenAPI 3.0, which says `nullable: true` where JSON Schema has a union. */
export const nullable = <Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> =>
  Type.Unsafe<Static<Schema> | null>({ ...schema, nullable: true });

/** Kept in answers, ignored in requests. */
export const readOnly = <Schema extends TSchema>(schema: Schema) =>
  Type.Optional({ ...schema, readOnly: true });

export const WITHOUT_CONTROL_CHARACTERS = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$';

/** One line of text of at most so many characters (code points). */
export const line = (maxLength: number, description?: string) =>
  Type.String({ maxLength, pattern: WITHOUT_CONTROL_CHARACTERS, ...(description && { description }) });

export const text = (description?: string) =>
  readOnly(nullable(Type.String(description ? { description } : {})));
export const flag = (description?: string) => readOnly(Type.Boolean(description ? { description } : {}));
export const link = (description?: string) =>
  readOnly(nullable(Type.String({ format: 'uri-reference', ...(description && { description }) })));
export const url = () => link('Link to this item');
export const can = () =>
  readOnly(
    Type.Record(Type.String(), Type.Boolean(), { description: 'What the caller may do with this item' }),
  );

/** A shape with a name in the specification. */
export const component = <Properties extends Record<string, TSchema>>(
  $id: string,
  properties: Properties,
  options: Record<string, unknown> = {},
) => Type.Object(properties, { $id, ...options });

/**
 * What a new item of a shape must have, in the specification alone: a change may have less, and an answer has
 * what was asked for. The action checks.
 */
export const REQUIRED_OF_NEW = 'x-required-of-new';

/** Refers to a component by its name. */
export const ref = ($id: string) => Type.Unsafe<unknown>({ $ref: `${$id}#` });
export const listOf = ($id: string) => Type.Array(ref($id));

/** A query parameter with several values in one text, separated by commas. The handler takes it apart. */
export const listQuery = (description: string) =>
  Type.Optional(
    Type.Unsafe<string>({
      type: 'array',
      items: { type: 'string' },
      description,
    }),
  );

/** The query parameter of every operation that answers with an object or a list. */
export const fieldsQuery = {
  fields: Type.Optional(
    Type.String({ description: 'Requested fields, separated by commas; nested ones in parentheses' }),
  ),
};
