export type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a list, or the one that stands in its place. */
export const objectsIn = (value: unknown): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter(isObject);

export const objectAt = (from: JsonObject, name: string): JsonObject =>
  isObject(from[name]) ? from[name] : {};

export const textIn = (from: JsonObject, name: string): string | undefined =>
  typeof from[name] === 'string' && from[name] !== '' ? from[name] : undefined;

/** undefined: it is none. Why not would quote it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * An object that is written as text within JSON.
 * @throws RangeError when it is none, without a word of what it says
 */
export function objectWrittenIn(from: JsonObject, name: string): JsonObject {
  const value = parseJson(textIn(from, name) ?? '');
  if (isObject(value)) return value;
  throw new RangeError(`its ${name} is missing or broken`);
}

/** @throws RangeError when it is missing */
export function requireText(from: JsonObject, name: string, what: string): string {
  const text = textIn(from, name);
  if (text === undefined) throw new RangeError(`${what} is missing`);
  return text;
}
