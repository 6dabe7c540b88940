import type { Type as TypeBox } from 'typebox';

type Options = Record<string, unknown>;

/** What makes a property optional is no part of its schema, so it stands beside it. */
const optional = new WeakSet<object>();

const of = (type: string) => (options?: Options) => ({ type, ...options });

const made = {
  String: of('string'),
  Integer: of('integer'),
  Boolean: of('boolean'),
  Array: (items: object, options?: Options) => ({ type: 'array', items, ...options }),
  Record: (_key: object, value: object, options?: Options) => ({
    type: 'object',
    additionalProperties: value,
    ...options,
  }),
  Object(properties: Record<string, object>, options?: Options) {
    const required = Object.keys(properties).filter((name) => !optional.has(properties[name] as object));
    return { type: 'object', ...(required.length && { required }), properties, ...options };
  },
  Unsafe: (schema: object) => schema,
  Optional(schema: object) {
    const copy = { ...schema };
    optional.add(copy);
    return copy;
  },
};

/**
 * The few of TypeBox's constructors that are used here, under its types. Its own are in one package with all
 * else that it does: 370 modules, which took a fifth of the start and as much memory.
 */
export const Type = made as unknown as Pick<typeof TypeBox, keyof typeof made>;
