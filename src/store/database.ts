import type { Sql } from './sql.ts';

/** Runs statements: in a transaction, or (reads only) on what is committed. */
export interface Reader {
  all<Row>(query: Sql): Promise<Row[]>;
  get<Row>(query: Sql): Promise<Row | undefined>;
}

export interface Transaction extends Reader {
  /** Runs a statement and returns the number of rows it changed. */
  run(query: Sql): Promise<number>;
}

/**
 * The port that the rest of the program sees of a database.
 *
 * `transaction` commits when the work returns and undoes when it throws, and resolves only once the
 * commit is on disk. The work may await nothing but `tx`, because others wait behind it.
 */
export interface Database extends Reader {
  /**
   * Reads a result of any length, as it was when reading began, so many rows at a time. Whoever stops
   * reading early ends the query too.
   */
  stream<Row>(query: Sql, batchSize: number): AsyncIterable<Row[]>;
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** The database has migrations that this program does not know. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
}

/** The database could not take or confirm a change. Whether the change happened is unknown. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}
