import type pg from 'pg';
import { DatabaseUnavailable, type Transaction } from './database.ts';
import { MergedStatements, NeedsItsOwn } from './postgres-merged.ts';

export type Work<Result = unknown> = (tx: Transaction) => Promise<Result>;

/** How a transaction that was tried once ended. `error`: another try may help. */
export type Outcome<Result> = { result: Result } | { error: unknown };

/** Does a work in a transaction of its own, once. */
type Attempt = <Result>(
  work: (tx: Transaction, client: pg.PoolClient) => Promise<Result>,
) => Promise<Outcome<Result>>;

interface Job {
  work: Work;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

/** At most so many in one transaction. */
const FULL = 32;

/**
 * While a transaction is under way, the next begins once it is full, or after so many milliseconds: a connection that is
 * slow or dead must not keep others waiting.
 */
const LINGER_MS = 20;

/** So many transactions at once, of the connections that there are for changes. */
const AT_ONCE = 8;

/**
 * Transactions that come while others are under way are done in one: what they ask at the same time goes to PostgreSQL
 * in one statement, and they share a commit. One that finds its row held, or that does more than read and the writes that
 * are `shareable`, is done in a transaction of its own, and so are all when one throws that has written.
 */
export class SharedTransactions {
  readonly #attempt: Attempt;
  readonly #alone: (work: Work) => Promise<unknown>;
  #waiting: Job[] = [];
  #running = 0;
  #lingering: NodeJS.Timeout | undefined;

  /** @param alone Does a work in a transaction of its own, as often as it takes. */
  constructor(attempt: Attempt, alone: (work: Work) => Promise<unknown>) {
    this.#attempt = attempt;
    this.#alone = alone;
  }

  add<Result>(work: Work<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      // Whatever else this turn of the event loop brings comes with it.
      setImmediate(() => this.#next());
    });
  }

  #next(): void {
    if (!this.#waiting.length) return;
    if (!this.#running || this.#waiting.length >= FULL) this.#begin();
    else this.#lingering ??= setTimeout(() => this.#begin(), LINGER_MS);
  }

  #begin(): void {
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
    if (this.#running === AT_ONCE) return;
    this.#running++;
    void this.#commit(this.#waiting.splice(0, FULL)).finally(() => {
      this.#running--;
      this.#next();
    });
    this.#next();
  }

  async #commit(jobs: Job[]): Promise<void> {
    const alone = ({ work, resolve, reject }: Job) => {
      this.#alone(work).then(resolve as (value: unknown) => void, reject);
    };
    try {
      const outcome = await this.#attempt((tx, client) => together(jobs, tx, client));
      if ('error' in outcome) throw outcome.error;
      for (const [index, answer] of outcome.result.entries()) answer(jobs[index] as Job, alone);
    } catch (error) {
      for (const job of jobs) {
        if (error instanceof DatabaseUnavailable) job.reject(error);
        else alone(job);
      }
    }
  }
}

/** Tells whoever waits for a transaction how it ended, once it is committed. */
type Answer = (job: Job, alone: (job: Job) => void) => void;

/** @throws What nothing of all can be committed for. */
async function together(jobs: Job[], tx: Transaction, client: pg.PoolClient): Promise<Answer[]> {
  const shared = new MergedStatements(client);
  const answers = await Promise.all(
    jobs.map(async ({ work }): Promise<Answer> => {
      const { hasWritten, ...asked } = shared.forOne();
      try {
        const result = await work({ ...asked, auditChain: tx.auditChain });
        return (job) => job.resolve(result as never);
      } catch (error) {
        if (hasWritten()) shared.failed ??= { error };
        return (job, alone) => (error instanceof NeedsItsOwn ? alone(job) : job.reject(error));
      }
    }),
  );
  if (shared.failed) throw shared.failed.error;
  return answers;
}
