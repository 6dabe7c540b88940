import pg from 'pg';
import Cursor from 'pg-cursor';
import { DatabaseUnavailable, type Reader, type ReadOnlyDatabase, type Transaction } from './database.ts';
import type { Sql } from './sql.ts';

/** How long a connection, and an answer over it, are waited for, in milliseconds. */
const CONNECT_WITHIN_MS = 3_000;
export const ANSWER_WITHIN_MS = 10_000;

/**
 * What the sessions of a node run with. Statements end before the node stops waiting for them. They are written for
 * loops over indexes, which is all that SQLite has: those cost the same however large the tables are and however old
 * their statistics. And a transaction that reads a whole small table would meet every change to it, and be tried anew.
 */
const SESSION = [
  `-c statement_timeout=${ANSWER_WITHIN_MS - 2_000}`,
  `-c idle_in_transaction_session_timeout=${ANSWER_WITHIN_MS}`,
  '-c synchronous_commit=on',
  // It would compile for longer than any of our statements runs.
  '-c jit=off',
  '-c enable_seqscan=off',
  '-c enable_hashjoin=off',
  '-c enable_mergejoin=off',
  '-c client_min_messages=warning',
];

/** For a session that nobody waits for. */
export const UNHURRIED = ['-c statement_timeout=0', '-c idle_in_transaction_session_timeout=0'];

/**
 * How a session is opened.
 *
 * @param more Options of the session that go before the usual ones.
 */
export const connection = (url: string, more: readonly string[] = []): pg.ClientConfig => ({
  connectionString: url,
  options: [...SESSION, ...more].join(' '),
  application_name: 'countersign',
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  query_timeout: ANSWER_WITHIN_MS,
  keepAlive: true,
  types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
});

/** Numbers as numbers: ids, counts and milliseconds are all whole and below 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
  if (oid === pg.types.builtins.BOOL) return (text) => (text === 't' ? 1 : 0);
  return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

/**
 * Opens a PostgreSQL database to look at it, also beside the servers that work on it. It is not migrated. Long lists
 * take as long as they take.
 *
 * @throws Error when it cannot be reached, or has nothing of ours.
 */
export async function openPostgresToRead(url: string): Promise<ReadOnlyDatabase> {
  const pool = new pg.Pool({
    ...connection(url, ['-c default_transaction_read_only=on', ...UNHURRIED]),
    query_timeout: 0,
    max: 2,
  });
  // Of a connection that breaks its next user hears.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const reader = statements(pool);
  try {
    const { rows } = await pool.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS found");
    if (!rows[0].found) throw new Error('there is nothing of Countersign in it');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    all: reader.all,
    get: reader.get,
    stream: (query, batchSize) => streamRows(pool, query, batchSize),
    close: () => pool.end(),
  };
}

/**
 * Commits, and takes any warning for an unknown outcome: a wait for a standby that was broken off is no more than a
 * warning to PostgreSQL, though the change may be lost.
 */
export async function commit(client: pg.ClientBase): Promise<void> {
  let warned: unknown;
  const onNotice = (notice: unknown) => {
    warned = notice;
  };
  client.on('notice', onNotice);
  try {
    const { command } = await answerTo(client.query('COMMIT'));
    if (command !== 'COMMIT') throw new Error(`a commit ended as ${command}`);
  } finally {
    client.off('notice', onNotice);
  }
  if (warned) throw new DatabaseUnavailable('the commit may not have reached a standby', { cause: warned });
}

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
function prepareText({ text, values }: Sql): Prepared {
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

const bindable = (value: Sql['values'][number]) =>
  value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;

/** No text that PostgreSQL keeps has U+0000 in it, so one that is looked for with it is like none. */
const searchable = (value: Sql['values'][number]) =>
  typeof value === 'string' && value.includes('\0') ? null : bindable(value);

export function statements(client: Pick<pg.PoolClient, 'query'>): Omit<Transaction, 'auditChain'> & Reader {
  const run = (query: Sql, bind = bindable) => {
    const { text, name } = prepareText(query);
    return answerTo(client.query({ text, ...(name && { name }), values: query.values.map(bind) }));
  };
  const rows = async <Row>(query: Sql) => (await run(query, searchable)).rows as Row[];
  return {
    all: rows,
    get: async <Row>(query: Sql) => (await rows<Row>(query))[0],
    hold: async <Row>(query: Sql, table: string) =>
      (
        await rows<Row>({
          text: `${query.text} FOR NO KEY UPDATE OF ${table}`,
          values: query.values,
        })
      )[0],
    run: async (query) => (await run(query)).rowCount ?? 0,
  };
}

/**
 * Reads with a cursor, which sees the state that it began with.
 *
 * @param partWithinMs How long each part is waited for; undefined: for as long as it takes.
 */
export async function* streamRows<Row>(
  pool: pg.Pool,
  query: Sql,
  batchSize: number,
  partWithinMs?: number,
): AsyncGenerator<Row[]> {
  const client = await answerTo(pool.connect());
  let broken: Error | undefined;
  try {
    yield* cursorRows<Row>(client, query, batchSize, partWithinMs);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) broken = error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The same on a connection of one's own, which is of no use any more after DatabaseUnavailable. */
export async function* cursorRows<Row>(
  client: pg.ClientBase,
  query: Sql,
  batchSize: number,
  partWithinMs?: number,
): AsyncGenerator<Row[]> {
  const { text } = prepareText(query);
  const cursor = client.query(new Cursor<Row>(text, query.values.map(bindable)));
  let answers = true;
  try {
    for (;;) {
      const batch = await answerTo(inTime(cursor.read(batchSize), partWithinMs)).catch((error) => {
        answers = !(error instanceof DatabaseUnavailable);
        throw error;
      });
      if (batch.length) yield batch;
      if (batch.length < batchSize) return;
    }
  } finally {
    if (answers) await answerTo(inTime(cursor.close(), ANSWER_WITHIN_MS));
  }
}

/** @throws Error when it takes longer. */
function inTime<Answer>(asked: Promise<Answer>, withinMs: number | undefined): Promise<Answer> {
  if (withinMs === undefined) return asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer came in time')), withinMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
