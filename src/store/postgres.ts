import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
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
import {
  ANSWER_WITHIN_MS,
  commit,
  connection,
  connectUnhurried,
  openPool,
  unhurried,
} from './postgres-connection.ts';
import { answerTo, statements } from './postgres-statements.ts';
import { streamRows } from './postgres-stream.ts';
import { type Outcome, SharedTransactions, type Work } from './postgres-together.ts';

/** Connections of one node: for changes, for reads outside of them, and for long lists. */
const CONNECTIONS = { writers: 10, readers: 5, streams: 3 };

/** How often a transaction that others got in the way of is tried: for about three seconds. */
const MAX_TRIES = 100;
const LONGEST_PAUSE_MS = 64;

/**
 * The locks of ours that whole sessions hold, so that nobody else's number is the same: "CSGN" in ASCII. 0 is of who
 * migrates, those up to MAX_CHAINS are of the chains, and that one is of who does what is to be done once.
 */
const LOCKS = 0x4353474e;

/** serialization_failure, deadlock_detected: PostgreSQL asks for another try. */
const TRY_ANEW = new Set(['40001', '40P01']);

/** unique_violation, foreign_key_violation: what the work had looked for came or went beside it. */
const OVERTAKEN = new Set(['23505', '23503']);

/** A turn of the event loop. What is read in it is asked for when it ends, so it is as new for the last as for the first. */
interface Turn {
  ended: Promise<void>;
}

/** @returns The turn that is. */
function turns(): () => Turn {
  let turn: Turn | undefined;
  return () => {
    turn ??= {
      ended: new Promise((resolve) => {
        setImmediate(() => {
          turn = undefined;
          resolve();
        });
      }),
    };
    return turn;
  };
}

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
  const pool = (max: number, config = connection(url)) =>
    openPool({ ...config, max, idleTimeoutMillis: 60_000 });
  // A statement that is read in parts takes as long as whoever asked takes to read: each part alone is waited for.
  const [writers, readers, streams] = [
    pool(CONNECTIONS.writers),
    pool(CONNECTIONS.readers),
    pool(CONNECTIONS.streams, unhurried(url)),
  ];
  const shared: { key: ChainKey | undefined } = { key: undefined };
  const known = new WeakMap<pg.PoolClient, Promise<Transaction>>();
  const writerOf = (client: pg.PoolClient) => {
    const writer = known.get(client) ?? claimChain(client, shared);
    known.set(client, writer);
    return writer;
  };
  const reader = statements(readers);
  const thisTurn = turns();
  const alone = async <Result>(work: Work<Result>, isolation: keyof typeof BEGIN) => {
    for (let tries = 1; ; tries++) {
      const outcome = await attempt(writers, writerOf, work, isolation);
      if ('result' in outcome) return outcome.result;
      if (tries === MAX_TRIES) {
        throw new DatabaseUnavailable('others kept getting in the way', { cause: outcome.error });
      }
      await pause(tries);
    }
  };
  const together = new SharedTransactions(
    (work) => attempt(writers, writerOf, work, 'read committed'),
    (work) => alone(work, 'read committed'),
  );
  return {
    all: (query) => thisTurn().ended.then(() => reader.all(query)),
    get: (query) => thisTurn().ended.then(() => reader.get(query)),
    stream: (query, batchSize) => streamRows(streams, query, batchSize, ANSWER_WITHIN_MS),
    useChainKey(key) {
      shared.key = key;
    },
    state: thisTurn,
    transaction: (work, isolation = 'serializable') =>
      isolation === 'shared' ? together.add(work) : alone(work, isolation),
    exclusively: (work) => holdingLock(url, MAX_CHAINS, work),
    // What is deleted stays in its files until it is vacuumed, and in its log for longer: see docs/postgresql.md.
    async eraseRemains() {},
    async close() {
      await Promise.all([writers.end(), readers.end(), streams.end()]);
    },
  };
}

async function prepare(url: string): Promise<void> {
  // A migration, or waiting for another node's, takes as long as it takes.
  const client = await connectUnhurried(url);
  try {
    await bringUpToDate(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes sure that a database can be relied on, and migrates it. For as long as the session lasts, others wait to do the
 * same.
 *
 * @throws Error when it would not be durable; SchemaTooNew.
 */
export async function bringUpToDate(client: pg.Client): Promise<void> {
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
}

/**
 * Does work while a session holds one of our locks, which goes with the session however the process ends.
 *
 * @returns false: another session holds it.
 */
async function holdingLock(url: string, number: number, work: () => Promise<void>): Promise<boolean> {
  const client = await answerTo(connectUnhurried(url));
  try {
    if (!(await tryLock(client, number))) return false;
    await work();
    return true;
  } finally {
    await client.end();
  }
}

async function tryLock(client: pg.ClientBase, number: number): Promise<boolean> {
  const { rows } = await answerTo(
    client.query('SELECT pg_try_advisory_lock($1, $2) AS locked', [LOCKS, number]),
  );
  return rows[0].locked === 1;
}

/**
 * Finds a chain of the audit log that no other connection writes, for this one to continue. The lock on it goes with the
 * connection, and only once its last transaction has ended one way or the other.
 */
async function claimChain(
  client: pg.PoolClient,
  shared: { key: ChainKey | undefined },
): Promise<Transaction> {
  let number = EMBEDDED_CHAIN;
  do {
    if (++number === MAX_CHAINS) throw new Error('more connections write than there can be audit chains');
  } while (!(await tryLock(client, number)));
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

const BEGIN: Record<Exclude<Isolation, 'shared'>, string> = {
  serializable: 'BEGIN ISOLATION LEVEL SERIALIZABLE',
  'read committed': 'BEGIN ISOLATION LEVEL READ COMMITTED',
};

/**
 * Does the work in a transaction once.
 *
 * @returns An error when another try may help.
 * @throws DatabaseUnavailable when it is not known whether the change happened, or the database does not answer.
 */
async function attempt<Result>(
  pool: pg.Pool,
  writerOf: (client: pg.PoolClient) => Promise<Transaction>,
  work: (tx: Transaction, client: pg.PoolClient) => Promise<Result>,
  isolation: keyof typeof BEGIN,
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
      const result = await work(writer, client);
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

/** Longer from one try to the next, and never the same, so that those who met part ways. */
const pause = (tries: number): Promise<void> => wait(randomInt(Math.min(2 ** tries, LONGEST_PAUSE_MS)));

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;
