import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AuditChain, DatabaseUnavailable, type Transaction } from './database.ts';
import type { Snapshot } from './snapshot.ts';
import { statements } from './sqlite-statements.ts';

interface Job {
  work: (tx: Transaction) => Promise<unknown>;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

/** Tells whoever waits for a transaction how it ended. */
type Answer = () => void;

/** Transactions that are committed together without waiting for more. */
const FULL_BATCH = 64;

/**
 * Commits all transactions that wait in one turn of the event loop together: one fsync for many answers.
 * One that throws takes nothing of the others with it. They do without savepoints, which cost as much as a statement
 * and copy pages, until one throws that has written; then all are done over, each in a savepoint of its own.
 */
export class CommitQueue {
  readonly #connection: DatabaseSync;
  readonly #snapshot: Snapshot;
  readonly #tx: Transaction;
  readonly #committed: (transactions: number) => void;
  readonly #begin: StatementSync;
  readonly #commitAll: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  #waiting: Job[] = [];
  #running: Promise<void> | undefined;
  /** Whether the transaction that runs may have changed something. */
  #written = false;

  /** @param committed Is told of each commit. */
  constructor(
    connection: DatabaseSync,
    snapshot: Snapshot,
    auditChain: AuditChain,
    committed: (transactions: number) => void,
  ) {
    this.#connection = connection;
    this.#snapshot = snapshot;
    this.#committed = committed;
    const onWrite = () => {
      this.#written = true;
    };
    this.#tx = { ...statements(connection, onWrite), auditChain };
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
    let answers: Answer[];
    try {
      // An open snapshot would keep the checkpoint at the end of the commit from starting the log over.
      this.#snapshot.end();
      answers = (await this.#together(batch)) ?? (await this.#apart(batch));
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
    this.#committed(batch.length);
  }

  /** @returns undefined: nothing was done, since it took savepoints to undo what one of them did. */
  async #together(batch: Job[]): Promise<Answer[] | undefined> {
    const answers: Answer[] = [];
    this.#begin.run();
    for (const { work, resolve, reject } of batch) {
      this.#written = false;
      try {
        const result = await work(this.#tx);
        answers.push(() => resolve(result as never));
      } catch (error) {
        if (!this.#connection.isTransaction) throw error;
        if (this.#written) {
          this.#tx.auditChain.head = undefined;
          this.#connection.exec('ROLLBACK');
          return undefined;
        }
        answers.push(() => reject(error));
      }
    }
    return answers;
  }

  async #apart(batch: Job[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    this.#begin.run();
    for (const job of batch) answers.push(await this.#inSavepoint(job));
    return answers;
  }

  async #inSavepoint({ work, resolve, reject }: Job): Promise<Answer> {
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
