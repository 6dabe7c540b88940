import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Database, DatabaseUnavailable, type Transaction } from './database.ts';
import { migrate } from './migrate.ts';
import type { Sql } from './sql.ts';

interface Job {
  work: (tx: Transaction) => Promise<unknown>;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

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
    migrate(writer, 'sqlite');
  } catch (error) {
    writer.close();
    throw error;
  }
  const reader = connect(path, true);
  const committed = statements(reader);
  const queue = new CommitQueue(writer);
  return {
    ...committed,
    stream: (query, batchSize) => streamRows(path, query, batchSize),
    transaction: (work) => queue.add(work),
    async close() {
      await queue.idle();
      reader.close();
      writer.close();
    },
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
    let batch: Row[] = [];
    for (const row of connection.prepare(text).iterate(...values)) {
      if (batch.push(row as Row) < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length) yield batch;
  } finally {
    connection.close();
  }
}

function makeDurable(writer: DatabaseSync): void {
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  if (pragma(writer, 'journal_mode') === 'wal' && pragma(writer, 'synchronous') === 2) return;
  throw new Error('the embedded database refuses WAL with synchronous=FULL, so writes would not be durable');
}

function pragma(connection: DatabaseSync, name: string): unknown {
  return Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** More texts than the program has, but for lists that callers sort and filter as they like. */
const MAX_PREPARED = 500;

/** The three ways to run a statement, each prepared once per text. */
function statements(connection: DatabaseSync): Transaction {
  const prepared = new Map<string, StatementSync>();
  const prepare = ({ text }: Sql): StatementSync => {
    let statement = prepared.get(text);
    if (!statement) {
      statement = connection.prepare(text);
      const [oldest] = prepared.size < MAX_PREPARED ? [] : prepared.keys();
      if (oldest !== undefined) prepared.delete(oldest);
      prepared.set(text, statement);
    }
    return statement;
  };
  return {
    all: async <Row>(query: Sql) => prepare(query).all(...query.values) as Row[],
    get: async <Row>(query: Sql) => prepare(query).get(...query.values) as Row | undefined,
    run: async (query) => Number(prepare(query).run(...query.values).changes),
  };
}

/**
 * Commits all transactions that wait in one turn of the event loop together: one fsync for many answers.
 * Each has its own savepoint, so that one that throws takes nothing of the others with it.
 */
class CommitQueue {
  readonly #connection: DatabaseSync;
  readonly #tx: Transaction;
  #waiting: Job[] = [];
  #running: Promise<void> | undefined;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
    this.#tx = statements(connection);
  }

  add<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length) {
      // After the poll phase: everything that arrived on the sockets in this turn is waiting by then.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: Job[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      this.#connection.exec('BEGIN IMMEDIATE');
      for (const job of batch) answers.push(await this.#inSavepoint(job));
      this.#connection.exec('COMMIT');
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      const unavailable = new DatabaseUnavailable('the change could not be committed', { cause: error });
      for (const job of batch) job.reject(unavailable);
      return;
    }
    for (const answer of answers) answer();
  }

  async #inSavepoint({ work, resolve, reject }: Job): Promise<() => void> {
    this.#connection.exec('SAVEPOINT work');
    try {
      const result = await work(this.#tx);
      this.#connection.exec('RELEASE work');
      return () => resolve(result as never);
    } catch (error) {
      // A full disk, for one, makes SQLite undo the whole transaction: then nobody's work is left.
      if (!this.#connection.isTransaction) throw error;
      this.#connection.exec('ROLLBACK TO work; RELEASE work');
      return () => reject(error);
    }
  }
}
