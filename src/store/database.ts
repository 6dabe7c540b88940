import type { Sql } from './sql.ts';

/** Runs statements: in a transaction, or (reads only) on what is committed. */
export interface Reader {
  all<Row>(query: Sql): Promise<Row[]>;
  get<Row>(query: Sql): Promise<Row | undefined>;
}

export interface Transaction extends Reader {
  /**
   * As `get`, and nobody else changes the row before this transaction has ended.
   *
   * @param table What the query calls the table that the row is of.
   */
  hold<Row>(query: Sql, table: string): Promise<Row | undefined>;
  /** Runs a statement and returns the number of rows it changed. */
  run(query: Sql): Promise<number>;
  /** Says, before anything is written, that what follows is to happen in a transaction of its own: see `shared`. */
  alone(): void;
  /** Whether works of others are done in it, too: see `shared`. */
  readonly together: boolean;
  readonly auditChain: AuditChain;
}

/** What the hashes of audit records are made with. */
export interface ChainKey {
  id: number;
  secret: Buffer;
}

/** The audit log as the writer of one of its chains knows it: what the next record is chained to, and with which key. */
export interface AuditChain {
  readonly number: number;
  /** Set once the keys are open. Until then nothing can be recorded. */
  readonly key: ChainKey | undefined;
  /** The newest record, with its hash in hexadecimal. undefined: unknown, as it is when a transaction was undone. */
  head: { id: number; hash: string } | undefined;
}

/**
 * The port that the rest of the program sees of a database.
 *
 * `transaction` commits when the work returns and undoes when it throws, and resolves only once the
 * commit is on disk. The work may await nothing but `tx`, because others wait behind it, and changes nothing but
 * by `tx`, because it is undone and run again from its beginning when another gets in its way.
 */
export interface Database extends Reader {
  /**
   * Reads a result of any length, as it was when reading began, so many rows at a time. Whoever stops
   * reading early ends the query too.
   */
  stream<Row>(query: Sql, batchSize: number): AsyncIterable<Row[]>;
  /** From now on audit records are chained with this key. */
  useChainKey(key: ChainKey): void;
  /** Stands for what reads see now: as long as it is the same object, they see the same. */
  state(): object;
  /** @param isolation Of a database with several writers: all but `serializable` has to be argued for. Usual: `serializable`. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>, isolation?: Isolation): Promise<Result>;
  /**
   * Does work that is to be done once, of all processes on the database by one at a time. It may take long, and is in no
   * transaction.
   *
   * @returns false: another is at it, and nothing was done.
   */
  exclusively(work: () => Promise<void>): Promise<boolean>;
  /**
   * Takes out of the files what was deleted or replaced: until then they may still have it. Does nothing while
   * somebody writes, or reads an older state.
   */
  eraseRemains(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What a transaction is kept from of others at the same instant. Serializable: from all, as if one ran after the other.
 * Read committed: from changes to the rows that it holds or has changed; enough where every write says itself which
 * state it is for, and cheaper. Shared: as read committed, and done together with others that come at the same time, if it
 * holds a row, reads, and writes nothing but what is `shareable`; all else makes it start anew by itself. By then others may
 * have held the row, so what must not happen twice has `alone` before it.
 */
export type Isolation = 'serializable' | 'read committed' | 'shared';

/** A database that is only looked at. */
export type ReadOnlyDatabase = Pick<Database, 'all' | 'get' | 'stream' | 'close'>;

/** The database has migrations that this program does not know. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
}

/** The database could not take or confirm a change. Whether the change happened is unknown. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}
