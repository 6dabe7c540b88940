import { AppError } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import { idList, list, type Sql, sql } from '../store/sql.ts';
import { tryParseId } from './id.ts';
import { Type } from './type.ts';

/** Turns what a search parameter says into a condition. */
export interface Filter {
  (value: string): Sql;
  /** In characters; absent: 255. */
  maxLength?: number;
}

/** How to search, in the words of the specification. */
export const SEARCH_TEXT =
  'Text matches in any letter case: the whole value, or a pattern with `%` and `_`. Numbers may be lists, separated by commas. `IS NULL` and `NOT NULL` match what is not or is there. All that is given must hold; with `filter_or`, one of it.';

export const textFilter = (description: string) => Type.Optional(Type.String({ description }));
export const flagFilter = (description: string) => Type.Optional(Type.Boolean({ description }));
export const filterOrQuery = { filter_or: flagFilter('Whether one condition that holds is enough') };

const MAX_LENGTH = 255;
const never = sql`1 = 0`;
const always = sql`1 = 1`;

/**
 * The condition of a search: all filters that are asked for must hold or, with `filter_or`, one of them.
 *
 * @param asked The query. What is absent or empty asks for nothing.
 * @param filters By the name of their parameter.
 * @throws AppError `bad_request` for a value that is too long.
 */
export function conditionOf(asked: object, filters: Record<string, Filter>): Sql {
  const { filter_or: either, ...values } = asked as Record<string, unknown>;
  const conditions: Sql[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const value = values[name];
    if (value === undefined || value === '') continue;
    const text = String(value);
    const { maxLength = MAX_LENGTH } = filter;
    if (text.length > maxLength) {
      throw new AppError('bad_request', `Bad request: '${name}' must have at most ${maxLength} characters.`);
    }
    conditions.push(sql`(${filter(text)})`);
  }
  return conditions.length ? list(conditions, either ? sql` OR ` : sql` AND `) : always;
}

/**
 * Text, in any letter case: the whole value, or a pattern with `%` and `_`; `IS NULL`; `NOT NULL`.
 *
 * @param key A column of canonical text. Its index serves whole values and patterns that begin with text.
 * @param isNull When a column says otherwise that nothing is known.
 */
export const matchesText =
  (key: Sql, isNull: Sql = sql`${key} IS NULL`): Filter =>
  (value) =>
    nullTest(value, isNull) ?? isLike(key, canonical(value));

/** One of several texts, separated by commas, each in any letter case. */
export const matchesOneOf = (key: Sql): Filter =>
  Object.assign(
    (value: string) => sql`${key} IN (${list(value.split(',').map((text) => canonical(text.trim())))})`,
    { maxLength: 10_000 },
  );

/** Ids: one or several, separated by commas; `IS NULL`; `NOT NULL`. What cannot be an id matches nothing. */
export const matchesIds = (id: Sql): Filter => matchesIdsWith((ids) => sql`${id} IN (${idList(ids)})`, id);

/** The same for ids that stand elsewhere, such as in a membership. */
export const matchesIdsWith =
  (condition: (ids: readonly number[]) => Sql, id?: Sql): Filter =>
  (value) => {
    const test = id && nullTest(value, sql`${id} IS NULL`);
    if (test) return test;
    const ids = parseIds(value);
    return ids.length ? condition(ids) : never;
  };

/** `true` or `false`. */
export const matchesFlag =
  (isTrue: Sql): Filter =>
  (value) =>
    value === 'true' ? isTrue : sql`NOT (${isTrue})`;

/**
 * A list of ids, as clients send it: some put it in quotation marks, and an array that JavaScript was given
 * arrives as JSON. What cannot be an id is left out.
 */
export const parseIds = (text: string): number[] =>
  text
    .replaceAll(/["[\]]/g, '')
    .split(',')
    .map((id) => tryParseId(id.trim()))
    .filter((id) => id !== undefined);

function nullTest(value: string, isNull: Sql): Sql | undefined {
  const word = value.trim().toUpperCase();
  if (word === 'IS NULL') return isNull;
  return word === 'NOT NULL' || word === 'IS NOT NULL' ? sql`NOT (${isNull})` : undefined;
}

/** The range is what the index can serve; the pattern decides. */
function isLike(key: Sql, pattern: string): Sql {
  const wildcard = pattern.search(/[%_\\]/);
  if (wildcard < 0) return sql`${key} = ${pattern}`;
  const prefix = pattern.slice(0, wildcard);
  // A backslash at the end would escape nothing, which the engines answer with an error.
  const complete = /(?<!\\)(\\\\)*\\$/.test(pattern) ? `${pattern}\\` : pattern;
  const like = sql`${key} LIKE ${complete} ESCAPE '\\'`;
  return prefix === '' ? like : sql`${key} >= ${prefix} AND ${key} < ${`${prefix}\u{10ffff}`} AND ${like}`;
}
