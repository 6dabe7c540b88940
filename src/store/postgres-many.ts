import type pg from 'pg';
import { answerTo, bindable, castOf, searchable } from './postgres-statements.ts';
import type { Sql, SqlValue } from './sql.ts';

/**
 * Runs a SELECT with many lots of values in one statement.
 *
 * @param queries At least one, of one text.
 * @param held What the query calls the table whose rows are held until the transaction ends. Rows that others hold are
 * left out, so that nobody is waited for.
 * @returns The rows of each.
 */
export async function readMany(
  client: pg.PoolClient,
  queries: readonly Sql[],
  held?: string,
): Promise<unknown[][]> {
  const lock = held === undefined ? '' : ` FOR NO KEY UPDATE OF ${held} SKIP LOCKED`;
  const { rows, fields } = await runMany(client, queries, {
    kind: `read${lock}`,
    bind: searchable,
    write: (lots, select) =>
      `SELECT given.ordinal, found.* FROM ${lots} CROSS JOIN LATERAL (${select}${lock}) AS found`,
  });
  const found: unknown[][] = queries.map(() => []);
  for (const cells of rows) {
    const row: Record<string, unknown> = {};
    for (let column = 1; column < cells.length; column++) {
      row[(fields[column] as pg.FieldDef).name] = cells[column];
    }
    found[cells[0] - 1]?.push(row);
  }
  return found;
}

const update = /^\s*(UPDATE \w+ SET\s(?:(?!\bSELECT\b)[\s\S])+?)\s+(WHERE\s[\s\S]+)$/;
const insert = /^\s*(INSERT INTO \w+ \([^()]+\))\s+VALUES \(([^()]+)\)\s*$/;

/**
 * Runs a write with many lots of values in one statement.
 *
 * @param queries At least one, of one text, which `shareable` was said of.
 * @returns How many rows each changed. Of two that are for the same row, one changes it.
 * @throws Error for a text that is not as `shareable` wants it.
 */
export async function writeMany(client: pg.PoolClient, queries: readonly Sql[]): Promise<number[]> {
  const { rows, command } = await runMany(client, queries, { kind: 'write', bind: bindable, write: forMany });
  const changed = queries.map(() => Number(command === 'INSERT'));
  for (const [ordinal] of rows) changed[ordinal - 1] = 1;
  return changed;
}

function forMany(lots: string, text: string): string {
  const [, set, where] = update.exec(text) ?? [];
  if (set && where) return `${set} FROM ${lots} ${where} RETURNING given.ordinal`;
  const [, into, values] = insert.exec(text) ?? [];
  if (into && values) return `${into} SELECT ${values} FROM ${lots} ORDER BY given.ordinal`;
  throw new Error(`This cannot be done for many in one statement: ${text}`);
}

/** A row. Where lots of values are told apart, the number of the lot comes first, beginning with 1. */
type Cells = [ordinal: number, ...unknown[]];

interface Form {
  kind: string;
  bind(value: SqlValue): unknown;
  /** @param text The statement with the names of columns of `lots` where its values go. */
  write(lots: string, text: string): string;
}

/** Each is prepared once per connection, as single statements are. */
const prepared = new Map<string, { text: string; name: string }>();

function runMany(client: pg.PoolClient, queries: readonly Sql[], { kind, bind, write }: Form) {
  const [{ text, values }] = queries as [Sql];
  const casts = values.map((_, column) => castOfAll(queries.map((query) => query.values[column] ?? null)));
  const key = `${kind} ${casts} ${text}`;
  let statement = prepared.get(key);
  if (!statement) {
    statement = { text: write(...numbered(text, casts)), name: `m${prepared.size}` };
    prepared.set(key, statement);
  }
  const columns = casts.flatMap((cast, column) =>
    cast ? [queries.map((query) => bind(query.values[column] as SqlValue))] : [],
  );
  return answerTo(client.query<Cells>({ ...statement, values: columns, rowMode: 'array' }));
}

/** Of the values of one column; empty: all of them are null. */
const castOfAll = (values: readonly SqlValue[]): string =>
  castOf(values.find((value) => value !== null) ?? null);

/** The lots of values as a table, and a text that takes its values from there. */
function numbered(text: string, casts: readonly string[]): [lots: string, text: string] {
  const columns = casts.flatMap((cast, column) => (cast ? [{ cast, name: `p${column}` }] : []));
  const parameters = columns.map(({ cast }, index) => `$${index + 1}${cast}[]`);
  const names = [...columns.map(({ name }) => name), 'ordinal'];
  let column = 0;
  return [
    `unnest(${parameters.join(', ')}) WITH ORDINALITY AS given(${names.join(', ')})`,
    text.replaceAll('?', () => {
      const at = column++;
      return casts[at] ? `given.p${at}` : 'NULL';
    }),
  ];
}
