import pg from 'pg';
import { DatabaseUnavailable, type Transaction } from './database.ts';
import type { Sql } from './sql.ts';

/** connection, resources, operator, system, corrupted, read-only (a standby), lock not available */
const AT_FAULT = /^(08|53|57|58|XX|25006|55P03)/;

/**
 * What was asked of the database.
 *
 * @throws DatabaseUnavailable when it is at fault and not the statement: out of reach, stopping, full, or a standby.
 */
export async function answerTo<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    // Whatever it did not say itself comes from the network or from waiting too long.
    if (error instanceof pg.DatabaseError && !AT_FAULT.test(error.code ?? '')) throw error;
    if (error instanceof DatabaseUnavailable) throw error;
    throw new DatabaseUnavailable('the database did not answer, or could not confirm the change', {
      cause: error,
    });
  }
}

/** More texts than the program has, but for lists that callers sort and filter as they like. */
const MAX_PREPARED = 500;

interface Prepared {
  text: string;
  name: string;
}

const prepared = new Map<string, Prepared>();

/**
 * A statement as PostgreSQL wants it: numbered parameters with their types, because it would take `? + 1` for an
 * integer of 32 bits. Each text is prepared once per connection.
 */
export function prepareText({ text, values }: Sql): Prepared {
  let types = '';
  for (const value of values) types += typeOf(value);
  const key = types + text;
  const known = prepared.get(key);
  if (known) return known;
  let index = 0;
  const numbered = text.replaceAll('?', () => {
    const cast = casts[types[index] as keyof typeof casts];
    return `$${++index}${cast}`;
  });
  const made = { text: numbered, name: prepared.size < MAX_PREPARED ? `s${prepared.size}` : '' };
  if (made.name) prepared.set(key, made);
  return made;
}

const casts = { n: '::bigint', t: '::text', b: '::bytea', '-': '' };

const typeOf = (value: Sql['values'][number]): keyof typeof casts =>
  value === null ? '-' : typeof value === 'number' ? 'n' : typeof value === 'string' ? 't' : 'b';

/** The type of a value, after a parameter; empty for null, which has none. */
export const castOf = (value: Sql['values'][number]): string => casts[typeOf(value)];

export const bindable = (value: Sql['values'][number]) =>
  value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;

/** No text that PostgreSQL keeps has U+0000 in it, so one that is looked for with it is like none. */
export const searchable = (value: Sql['values'][number]) =>
  typeof value === 'string' && value.includes('\0') ? null : bindable(value);

/** Whether a statement keeps nothing of its values. */
export const looks = ({ text }: Sql): boolean => /^\s*(?:SELECT|WITH)\b/.test(text);

export function statements(client: Pick<pg.PoolClient, 'query'>): Omit<Transaction, 'auditChain'> {
  const run = (query: Sql, bind = bindable) => {
    const { text, name } = prepareText(query);
    return answerTo(client.query({ text, ...(name && { name }), values: query.values.map(bind) }));
  };
  const rows = async <Row>(query: Sql) =>
    (await run(query, looks(query) ? searchable : bindable)).rows as Row[];
  const get = async <Row>(query: Sql) => (await rows<Row>(query))[0];
  return {
    all: rows,
    get,
    hold: ({ text, values }, table) => get({ text: `${text} FOR NO KEY UPDATE OF ${table}`, values }),
    run: async (query) => (await run(query)).rowCount ?? 0,
    alone() {},
    together: false,
  };
}
