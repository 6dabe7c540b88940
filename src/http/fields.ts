import { AppError } from '../core/app-error.ts';

/** What of an object is asked for: names, each with what is asked for inside it (`undefined`: all). */
export type Fields = Map<string, Fields | undefined>;

/**
 * Parses `id, credentials_email(logged_in_at)`: a comma list with white space and nesting.
 *
 * @returns undefined when nothing is named, which asks for everything.
 * @throws AppError `bad_request` when the parentheses do not match.
 */
export function parseFields(text: string | undefined): Fields | undefined {
  if (!text?.trim()) return undefined;
  const tokens = text.match(/[(),]|[^(),]+/g) ?? [];
  let at = 0;
  const fail = () => new AppError('bad_request', "Bad request: the parentheses in 'fields' do not match.");
  const level = (nested: boolean): Fields => {
    const fields: Fields = new Map();
    let last: string | undefined;
    while (at < tokens.length) {
      const token = tokens[at++] as string;
      if (token === ')') {
        if (!nested) throw fail();
        return fields;
      }
      if (token === '(') {
        if (last === undefined) throw fail();
        fields.set(last, level(true));
        last = undefined;
      } else if (token === ',') {
        last = undefined;
      } else {
        last = token.trim() || undefined;
        if (last !== undefined && !fields.has(last)) fields.set(last, undefined);
      }
    }
    if (nested) throw fail();
    return fields;
  };
  return level(false);
}

/** Whether a nested object need be read at all. */
export const asksFor = (fields: Fields | undefined, name: string): boolean =>
  fields === undefined || fields.has(name);

/** Leaves what was asked for. Unknown names are ignored; what was not asked for is absent. */
export function select(value: unknown, fields: Fields | undefined): unknown {
  if (fields === undefined || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => select(item, fields));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => fields.has(name))
      .map(([name, inner]) => [name, select(inner, fields.get(name))]),
  );
}
