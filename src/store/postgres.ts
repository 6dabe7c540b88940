import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { EMBEDDED_CHAIN, MAX_CHAINS } from '../core/audit-record.ts';
import {
  type AuditChain,
  type ChainKey,
  type Database,
  DatabaseUnavailable,
  type Isolation,
  type Transaction,
} from './database.ts';
import { migratePostgres } from './migrate.ts';
import { answerTo, statements } from './postgres-statements.ts';
import { streamRows } from './postgres-stream.ts';

/** Connections of one node: for changes, for reads outside of them, and for long lists. */
const CONNECTIONS = { writers: 10, readers: 5, streams: 3 };

/** How long a connection, and an answer over it, are waited for, in milliseconds. */
const CONNECT_WITHIN_MS = 3_000;
const ANSWER_WITHIN_MS = 10_000;

/** How often a transaction that others got in the way of is tried: for about three seconds. */
const MAX_TRIES = 100;
const LONGEST_PAUSE_MS = 64;

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
].join(' ');

/** The limit of a statement would be one of a whole list, however slowly it is read: each part has one instead. */
const STREAM_SESSION = `${SESSION} -c statement_timeout=0`;

/** The locks of ours that whole sessions hold, so that nobody else's number is the same: "CSGN" in ASCII. */
const LOCKS = 0x4353474e;

/** serialization_failure, deadlock_detected: PostgreSQL asks for another try. */
const TRY_ANEW = new Set(['40001', '40P01']);

/** unique_violation, foreign_key_violation: what the work had looked for came or went beside it. */
const OVERTAKEN = new Set(['23505', '23503']);

/**
 * Opens (and migrates) a PostgreSQL database, on which any number of nodes may work.
 * Transactions are serializable: those that get in each other's way are tried anew.
 *
 * @param url `postgres://user:password@host:port/database`, with the parameters that libpq knows.
 * @throws SchemaTooNew when the database has migrations that this program does not know.
 * @throws Error when it cannot be reached, or would not be durable.
 */
export async function openPostgres(url: string): Promise<Database> {
  await prepare(url);
  const pool = (max: number, options = SESSION) => {
    const made = new pg.Pool({ ...connection(url), options, max, idleTimeoutMillis: 60_000 });
    // Of a connection that breaks its next user hears, and one that nobody uses is missed by nobody.
    made.on('connect', (client) => client.on('error', () => undefined));
    made.on('error', () => undefined);
    return made;
  };
  const [writers, readers, streams] = [
    pool(CONNECTIONS.writers),
    pool(CONNECTIONS.readers),
    pool(CONNECTIONS.streams, STREAM_SESSION),
  ];
  const shared: { key: ChainKey | undefined } = { key: undefined };
  const known = new WeakMap<pg.PoolClient, Promise<Writer>>();
  const writerOf = (client: pg.PoolClient) => {
    const writer = known.get(client) ?? claimChain(client, shared);
    known.set(client, writer);
    return writer;
  };
  const reader = statements(readers);
  return {
    all: reader.all,
    get: reader.get,
    stream: (query, batchSize) => streamRows(streams, query, batchSize),
    useChainKey(key) {
      shared.key = key;
    },
    // Other nodes may change it between any two reads.
    state: () => ({}),
    async transaction(work, isolation = 'serializable') {
      for (let tries = 1; ; tries++) {
        const outcome = await attempt(writers, writerOf, work, isolation);
        if ('result' in outcome) return outcome.result;
        if (tries === MAX_TRIES) {
          throw new DatabaseUnavailable('others kept getting in the way', { cause: outcome.error });
        }
        await pause(tries);
      }
    },
    // What is deleted stays in its files until it is vacuumed, and in its log for longer: see docs/postgresql.md.
    async eraseRemains() {},
    async close() {
      await Promise.all([writers.end(), readers.end(), streams.end()]);
    },
  };
}

const connection = (url: string): pg.ClientConfig => ({
  connectionString: url,
  options: SESSION,
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

async function prepare(url: string): Promise<void> {
  // A migration, or waiting for another node's, takes as long as it takes.
  const client = new pg.Client({ ...connection(url), options: '', query_timeout: 0 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(`
      SELECT current_setting('server_version_num')::integer AS version, current_setting('fsync') AS fsync,
        current_setting('full_page_writes') AS full_page_writes, current_setting('server_encoding') AS encoding`);
    const { version, fsync, full_page_writes, encoding } = rows[0];
    if (version < 150_000) throw new Error('it is older than PostgreSQL 15');
    if (encoding !== 'UTF8') throw new Error(`its encoding is ${encoding}: create it with ENCODING 'UTF8'`);
    if (fsync !== 'on' || full_page_writes !== 'on') {
      throw new Error('fsync or full_page_writes is off, so writes would not be durable: turn them on');
    }
    // All nodes may start at once.
    await client.query('SELECT pg_advisory_lock($1, 0)', [LOCKS]);
    await migratePostgres(client);
  } finally {
    await client.end();
  }
}

/** A connection with the chain of the audit log that it alone continues. */
interface Writer extends Transaction {
  readonly auditChain: AuditChain;
}

/**
 * Finds a chain that no other connection writes. The lock on it goes with the connection, and only once its last
 * transaction has ended one way or the other.
 */
async function claimChain(client: pg.PoolClient, shared: { key: ChainKey | undefined }): Promise<Writer> {
  let number = EMBEDDED_CHAIN;
  let claimed: boolean;
  do {
    if (++number === MAX_CHAINS) throw new Error('more connections write than there can be audit chains');
    const { rows } = await answerTo(
      client.query('SELECT pg_try_advisory_lock($1, $2) AS claimed', [LOCKS, number]),
    );
    claimed = rows[0].claimed === 1;
  } while (!claimed);
  await answerTo(
    client.query('INSERT INTO audit_chains (chain) VALUES ($1) ON CONFLICT DO NOTHING', [number]),
  );
  const auditChain: AuditChain = {
    number,
    head: undefined,
    get key() {
      return shared.key;
    },
  };
  return { ...statements(client), auditChain };
}

const BEGIN: Record<Isolation, string> = {
  serializable: 'BEGIN ISOLATION LEVEL SERIALIZABLE',
  'read committed': 'BEGIN ISOLATION LEVEL READ COMMITTED',
};

type Outcome<Result> = { result: Result } | { error: unknown };

/**
 * Does the work in a transaction once.
 *
 * @returns An error when another try may help.
 * @throws DatabaseUnavailable when it is not known whether the change happened, or the database does not answer.
 */
async function attempt<Result>(
  pool: pg.Pool,
  writerOf: (client: pg.PoolClient) => Promise<Writer>,
  work: (tx: Transaction) => Promise<Result>,
  isolation: Isolation,
): Promise<Outcome<Result>> {
  const client = await answerTo(pool.connect());
  let broken: Error | undefined;
  try {
    const writer = await writerOf(client).catch((error: Error) => {
      broken = error;
      throw error;
    });
    try {
      await answerTo(client.query(BEGIN[isolation]));
      const result = await work(writer);
      await commit(client);
      return { result };
    } catch (error) {
      writer.auditChain.head = undefined;
      await client.query('ROLLBACK').catch((failed: Error) => {
        broken = failed;
      });
      const code = codeOf(error);
      if (code && (TRY_ANEW.has(code) || OVERTAKEN.has(code))) return { error };
      throw error;
    }
  } catch (error) {
    // Whatever state the connection is in, nobody else is to find it so.
    if (error instanceof DatabaseUnavailable) broken ??= error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Commits, and takes any warning for an unknown outcome: a wait for a standby that was broken off is no more than a
 * warning to PostgreSQL, though the change may be lost.
 */
async function commit(client: pg.PoolClient): Promise<void> {
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

/** Longer from one try to the next, and never the same, so that those who met part ways. */
const pause = (tries: number): Promise<void> => wait(randomInt(Math.min(2 ** tries, LONGEST_PAUSE_MS)));

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;
