/** A value that both engines bind the same way. Times are integers: milliseconds UTC. */
export type SqlValue = string | number | null | Uint8Array;

/** A statement or a part of one: text with `?` where each value goes. Only the `sql` tag makes one. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** See `shareable`. */
  readonly shareable?: boolean;
}

class SqlFragment implements Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
  shareable = false;
  constructor(text: string, values: readonly SqlValue[]) {
    this.text = text;
    this.values = values;
  }
}

/** What was put together from a template before: nearly always the same is wanted again, and is quicker found. */
const composed = new WeakMap<TemplateStringsArray, { pieces: string[]; text: string }[]>();
const COMPOSED_PER_TEMPLATE = 4;

/**
 * The one way to write SQL. An interpolated fragment becomes part of the text; anything else is bound
 * as a value, so input can never become syntax.
 */
export function sql(strings: TemplateStringsArray, ...parts: (SqlValue | Sql)[]): Sql {
  const pieces: string[] = [];
  const values: SqlValue[] = [];
  for (const part of parts) {
    if (part instanceof SqlFragment) {
      pieces.push(part.text);
      for (const value of part.values) values.push(value);
    } else {
      pieces.push('?');
      values.push(part as SqlValue);
    }
  }
  return new SqlFragment(compose(strings, pieces), values);
}

/**
 * Marks a write that may be done for many transactions in one statement: see store/postgres-together.ts. It is
 * `UPDATE … SET … WHERE …` of a row that its transaction holds, or `INSERT INTO … (…) VALUES (…)` of a row that no other
 * can be in the way of, with a value for each column.
 */
export function shareable(statement: Sql): Sql {
  (statement as SqlFragment).shareable = true;
  return statement;
}

function compose(strings: TemplateStringsArray, pieces: string[]): string {
  const known = composed.get(strings) ?? [];
  for (const one of known) {
    if (one.pieces.every((piece, index) => piece === pieces[index])) return one.text;
  }
  const text = strings.reduce((joined, next, index) => joined + pieces[index - 1] + next);
  if (known.length < COMPOSED_PER_TEMPLATE) composed.set(strings, [...known, { pieces, text }]);
  return text;
}

/** Joins fragments or values with a separator: `id IN (${list(ids)})`, `SET ${list(assignments)}`. */
export function list(items: readonly (SqlValue | Sql)[], separator: Sql = sql`, `): Sql {
  const texts = items.map((item) => (item instanceof SqlFragment ? item.text : '?'));
  const values = items.map((item) => (item instanceof SqlFragment ? item.values : [item as SqlValue]));
  return new SqlFragment(texts.join(separator.text), values.flat());
}

/**
 * Ids for `IN (…)`. Repeats the last one up to a power of two, so that lists of any length need few statements.
 *
 * @param ids At least one.
 */
export function idList(ids: readonly number[]): Sql {
  const length = 2 ** Math.ceil(Math.log2(ids.length));
  return list(Array.from({ length }, (_, index) => ids[Math.min(index, ids.length - 1)] as number));
}
