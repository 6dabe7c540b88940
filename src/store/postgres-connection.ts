import pg from 'pg';
import { DatabaseUnavailable, type ReadOnlyDatabase } from './database.ts';
import { answerTo, statements } from './postgres-statements.ts';
import { streamRows } from './postgres-stream.ts';

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
const UNHURRIED = ['-c statement_timeout=0', '-c idle_in_transaction_session_timeout=0'];

/**
 * How a session is opened.
 *
 * @param more Options of the session that go before the usual ones, as these go before those of the URL.
 */
export function connection(url: string, more: readonly string[] = []): pg.ClientConfig {
  const { rest, own } = withoutOptions(url);
  return {
    connectionString: rest,
    options: [...own, ...SESSION, ...more].join(' '),
    application_name: 'countersign',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  };
}

/** The driver would take the options of a URL instead of ours. */
function withoutOptions(url: string): { rest: string; own: string[] } {
  if (!/[?&]options=/.test(url)) return { rest: url, own: [] };
  const parsed = new URL(url);
  const own = parsed.searchParams.getAll('options');
  parsed.searchParams.delete('options');
  return { rest: parsed.href, own };
}

/** Numbers as numbers: ids, counts and milliseconds are all whole and below 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
  if (oid === pg.types.builtins.BOOL) return (text) => (text === 't' ? 1 : 0);
  return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

/** How a session is opened that takes as long as it takes. @param more As of `connection`. */
export const unhurried = (url: string, more: readonly string[] = []): pg.ClientConfig => ({
  ...connection(url, [...UNHURRIED, ...more]),
  query_timeout: 0,
});

/** A connection of one's own for work that takes as long as it takes. */
export async function connectUnhurried(url: string): Promise<pg.Client> {
  const client = new pg.Client(unhurried(url));
  // Of a connection that breaks its next user hears.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Connections that are opened when they are needed. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // Of a connection that breaks its next user hears, and one that nobody uses is missed by nobody.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Opens a PostgreSQL database to look at it, also beside the servers that work on it. It is not migrated. Long lists
 * take as long as they take.
 *
 * @throws Error when it cannot be reached, or has nothing of ours.
 */
export async function openPostgresToRead(url: string): Promise<ReadOnlyDatabase> {
  const pool = openPool({ ...unhurried(url, ['-c default_transaction_read_only=on']), max: 2 });
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
