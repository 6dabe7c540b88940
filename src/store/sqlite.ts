import { DatabaseSync } from 'node:sqlite';
import { EMBEDDED_CHAIN } from '../core/audit-record.ts';
import { inBatches } from './batches.ts';
import { Checkpoints } from './checkpoints.ts';
import { CommitQueue } from './commit-queue.ts';
import type { AuditChain, Database, ReadOnlyDatabase } from './database.ts';
import { migrateSqlite } from './migrate.ts';
import { Snapshot } from './snapshot.ts';
import type { Sql } from './sql.ts';
import { statements } from './sqlite-statements.ts';

/**
 * Pages of the log, 16 MB, after which a commit puts them in their place, so that one that changed often is put there once.
 * Under load a thread does most of it before: see checkpoints.ts.
 */
const CHECKPOINT_PAGES = 4_000;

/** Of the one writer, in KiB: a verification touches four pages, which take time to read. */
const WRITER_CACHE_KIB = 16_384;

/** How long another process's write is waited for, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens (and creates, and migrates) the embedded database.
 * One connection writes; another, read-only, sees committed rows alone.
 *
 * @throws Error when the file cannot be opened, has a newer schema, or would not be durable.
 */
export function openSqlite(path: string): Database {
  const writer = connect(path, false);
  try {
    makeDurable(writer);
    migrateSqlite(writer);
  } catch (error) {
    writer.close();
    throw error;
  }
  const reader = connect(path, true);
  const snapshot = new Snapshot(reader);
  const auditChain: { -readonly [Key in keyof AuditChain]: AuditChain[Key] } = {
    number: EMBEDDED_CHAIN,
    key: undefined,
    head: undefined,
  };
  const checkpoints = new Checkpoints(path);
  const queue = new CommitQueue(writer, snapshot, auditChain, (count) => checkpoints.committed(count));
  return {
    useChainKey(key) {
      auditChain.key = key;
    },
    all: (query) => snapshot.read().all(query),
    get: (query) => snapshot.read().get(query),
    stream: (query, batchSize) => streamRows(path, query, batchSize),
    state: () => snapshot.state(),
    transaction: (work) => queue.add(work),
    async exclusively(work) {
      await work();
      return true;
    },
    async eraseRemains() {
      await checkpoints.idle();
      if (writer.isTransaction) return;
      snapshot.end();
      // Who reads an older state is not waited for: nothing else would go on meanwhile.
      writer.exec(
        `PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`,
      );
    },
    async close() {
      await queue.idle();
      await checkpoints.close();
      snapshot.end();
      reader.close();
      writer.close();
    },
  };
}

/**
 * Opens a database to look at it, also beside the server that it belongs to. It is not migrated.
 *
 * @throws Error when there is no such file or it is no database.
 */
export function openSqliteToRead(path: string): ReadOnlyDatabase {
  const reader = connect(path, true);
  return {
    ...statements(reader),
    stream: (query, batchSize) => streamRows(path, query, batchSize),
    close: async () => reader.close(),
  };
}

function connect(path: string, readOnly: boolean): DatabaseSync {
  const connection = new DatabaseSync(path, {
    readOnly,
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: true,
  });
  connection.exec('PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY');
  return connection;
}

/** Has a connection of its own: a query that is not finished holds on to the state it began with. */
async function* streamRows<Row>(
  path: string,
  { text, values }: Sql,
  batchSize: number,
): AsyncGenerator<Row[]> {
  const connection = connect(path, true);
  try {
    // A sort that is too large for the cache goes to a file.
    connection.exec('PRAGMA temp_store = FILE; PRAGMA cache_size = -2048');
    yield* inBatches(connection.prepare(text).iterate(...values) as Iterable<Row>, batchSize);
  } finally {
    connection.close();
  }
}

function makeDurable(writer: DatabaseSync): void {
  // In the database file what is deleted is overwritten; the log is emptied by `eraseRemains`.
  writer.exec(`PRAGMA secure_delete = ON; PRAGMA cache_size = -${WRITER_CACHE_KIB}`);
  writer.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  );
  if (pragma(writer, 'journal_mode') === 'wal' && pragma(writer, 'synchronous') === 2) return;
  throw new Error('the embedded database refuses WAL with synchronous=FULL, so writes would not be durable');
}

function pragma(connection: DatabaseSync, name: string): unknown {
  return Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}
