/** A value that both engines bind the same way. Times are integers: milliseconds UTC. */
export type SqlValue = string | number | null | Uint8Array;

/** A statement or a part of one: text with `?` where each value goes. Only the `sql` tag makes one. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

class SqlFragment implements Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
  constructor(text: string, values: readonly SqlValue[]) {
    this.text = text;
    this.values = values;
  }
}

const plainTexts = new WeakMap<TemplateStringsArray, string>();

/**
 * The one way to write SQL. An interpolated fragment becomes part of the text; anything else is bound
 * as a value, so input can never become syntax.
 */
export function sql(strings: TemplateStringsArray, ...parts: (SqlValue | Sql)[]): Sql {
  if (!parts.some((part) => part instanceof SqlFragment)) {
    let text = plainTexts.get(strings);
    if (text === undefined) {
      text = strings.join('?');
      plainTexts.set(strings, text);
    }
    return new SqlFragment(text, parts as SqlValue[]);
  }
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    if (part instanceof SqlFragment) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part as SqlValue);
    }
    text += strings[index + 1] ?? '';
  });
  return new SqlFragment(text, values);
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
