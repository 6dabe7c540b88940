import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { EMBEDDED_CHAIN } from '../core/audit-record.ts';
import {
  type AuditChain,
  type Database,
  DatabaseUnavailable,
  type Reader,
  type ReadOnlyDatabase,
  type Transaction,
} from './database.ts';
import { migrateSqlite } from './migrate.ts';
import type { Sql } from './sql.ts';

interface Job {
  work: (tx: Transaction) => Promise<unknown>;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

/** Pages of the log, 16 MB, after which they are put in their place: one that changed often is put there once. */
const CHECKPOINT_PAGES = 4_000;

/** Transactions that are committed together without waiting for more. */
const FULL_BATCH = 64;

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
  const queue = new CommitQueue(writer, snapshot, auditChain);
  return {
    useChainKey(key) {
      auditChain.key = key;
    },
    all: (query) => snapshot.read().all(query),
    get: (query) => snapshot.read().get(query),
    stream: (query, batchSize) => streamRows(path, query, batchSize),
    state: () => snapshot.state(),
    transaction: (work) => queue.add(work),
    async eraseRemains() {
      if (writer.isTransaction) return;
      snapshot.end();
      // Who reads an older state is not waited for: nothing else would go on meanwhile.
      writer.exec(
        `PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`,
      );
    },
    async close() {
      await queue.idle();
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
  // In the database file what is deleted is overwritten; the log is emptied by `eraseRemains`.
  writer.exec('PRAGMA secure_delete = ON');
  writer.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  );
  if (pragma(writer, 'journal_mode') === 'wal' && pragma(writer, 'synchronous') === 2) return;
  throw new Error('the embedded database refuses WAL with synchronous=FULL, so writes would not be durable');
}

function pragma(connection: DatabaseSync, name: string): unknown {
  return Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

/** More texts than the program has, but for lists that callers sort and filter as they like. */
const MAX_PREPARED = 500;

interface Prepared {
  statement: StatementSync;
  toRow(values: unknown): unknown;
}

/** The three ways to run a statement, each prepared once per text. */
function statements(connection: DatabaseSync): Omit<Transaction, 'auditChain'> {
  const known = new Map<string, Prepared>();
  const prepare = ({ text }: Sql): Prepared => {
    let prepared = known.get(text);
    if (!prepared) {
      const statement = connection.prepare(text);
      statement.setReturnArrays(true);
      prepared = { statement, toRow: rowMaker(statement) };
      const [oldest] = known.size < MAX_PREPARED ? [] : known.keys();
      if (oldest !== undefined) known.delete(oldest);
      known.set(text, prepared);
    }
    return prepared;
  };
  const get = async <Row>(query: Sql) => {
    const { statement, toRow } = prepare(query);
    const values = statement.get(...query.values);
    return values && (toRow(values) as Row);
  };
  return {
    async all<Row>(query: Sql) {
      const { statement, toRow } = prepare(query);
      return statement.all(...query.values).map(toRow) as Row[];
    },
    get,
    // There is one writer, so nobody else can.
    hold: get,
    run: async (query) => Number(prepare(query).statement.run(...query.values).changes),
  };
}

/** Makes plain objects of rows: those that the engine would make are slow, both to make and to read. */
function rowMaker(statement: StatementSync): (values: unknown) => unknown {
  const readNames = () => statement.columns().map(({ name }) => name);
  let names = readNames();
  return (values) => {
    const cells = values as unknown[];
    // Another process may have changed a table that `SELECT *` reads.
    if (cells.length !== names.length) names = readNames();
    const row: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index++) row[names[index] as string] = cells[index];
    return row;
  };
}

/**
 * What is committed. The reads of one turn of the event loop share a transaction, because taking and leaving
 * the lock costs as much as a read. It ends with the turn, and whenever this process commits: what this process
 * has answered, its next read sees; what another process committed, the next turn.
 */
class Snapshot {
  readonly #statements: Reader;
  readonly #begin: StatementSync;
  readonly #end: StatementSync;
  #open = false;
  #state = {};

  constructor(connection: DatabaseSync) {
    this.#statements = statements(connection);
    this.#begin = connection.prepare('BEGIN');
    this.#end = connection.prepare('COMMIT');
  }

  read(): Reader {
    if (!this.#open) {
      this.#begin.run();
      this.#open = true;
      this.#state = {};
      setImmediate(() => this.end());
    }
    return this.#statements;
  }

  state(): object {
    this.read();
    return this.#state;
  }

  end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#end.run();
  }
}

/**
 * Commits all transactions that wait in one turn of the event loop together: one fsync for many answers.
 * Each has its own savepoint, so that one that throws takes nothing of the others with it.
 */
class CommitQueue {
  readonly #connection: DatabaseSync;
  readonly #snapshot: Snapshot;
  readonly #tx: Transaction;
  readonly #begin: StatementSync;
  readonly #commitAll: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  #waiting: Job[] = [];
  #running: Promise<void> | undefined;

  constructor(connection: DatabaseSync, snapshot: Snapshot, auditChain: AuditChain) {
    this.#connection = connection;
    this.#snapshot = snapshot;
    this.#tx = { ...statements(connection), auditChain };
    this.#begin = connection.prepare('BEGIN IMMEDIATE');
    this.#commitAll = connection.prepare('COMMIT');
    this.#savepoint = connection.prepare('SAVEPOINT work');
    this.#release = connection.prepare('RELEASE work');
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
      // As long as each turn of the event loop brings more, they are worth waiting for: a commit costs as much as
      // dozens of them.
      let waited: number;
      do {
        waited = this.#waiting.length;
        await new Promise<void>((resolve) => setImmediate(resolve));
      } while (this.#waiting.length > waited && waited < FULL_BATCH);
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: Job[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      // An open snapshot would keep the checkpoint at the end of the commit from starting the log over.
      this.#snapshot.end();
      this.#begin.run();
      for (const job of batch) answers.push(await this.#inSavepoint(job));
      this.#commitAll.run();
    } catch (error) {
      this.#tx.auditChain.head = undefined;
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      const unavailable = new DatabaseUnavailable('the change could not be committed', { cause: error });
      for (const job of batch) job.reject(unavailable);
      return;
    }
    this.#snapshot.end();
    for (const answer of answers) answer();
  }

  async #inSavepoint({ work, resolve, reject }: Job): Promise<() => void> {
    this.#savepoint.run();
    try {
      const result = await work(this.#tx);
      this.#release.run();
      return () => resolve(result as never);
    } catch (error) {
      this.#tx.auditChain.head = undefined;
      // A full disk, for one, makes SQLite undo the whole transaction: then nobody's work is left.
      if (!this.#connection.isTransaction) throw error;
      this.#connection.exec('ROLLBACK TO work; RELEASE work');
      return () => reject(error);
    }
  }
}
