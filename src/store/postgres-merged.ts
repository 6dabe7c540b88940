import type pg from 'pg';
import type { Transaction } from './database.ts';
import { readMany, writeMany } from './postgres-many.ts';
import { looks, statements } from './postgres-statements.ts';
import type { Sql } from './sql.ts';

/** A work cannot go on beside others in one transaction. */
export class NeedsItsOwn extends Error {
  override readonly name = 'NeedsItsOwn';
}

interface Call {
  kind: 'read' | 'hold' | 'write';
  query: Sql;
  /** Of `hold`. */
  table?: string;
  answer(answer: unknown): void;
  reject(error: unknown): void;
}

/**
 * What works ask that run at the same time in one transaction: calls of the same statement become one. No work awaits
 * anything else, so when a turn of the event loop ends, each has asked or is done.
 */
export class MergedStatements {
  readonly #client: pg.PoolClient;
  readonly #single: ReturnType<typeof statements>;
  readonly #held = new Set<string>();
  #calls: Call[] = [];
  /** A client is asked one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();
  /** What broke the transaction. */
  failed: { error: unknown } | undefined;

  constructor(client: pg.PoolClient) {
    this.#client = client;
    this.#single = statements(client);
  }

  /** For one of the works. What it may not do beside others throws NeedsItsOwn. */
  forOne(): Omit<Transaction, 'auditChain'> & { hasWritten(): boolean } {
    let written = false;
    const all = async <Row>(query: Sql) => {
      if (!looks(query)) throw new NeedsItsOwn();
      return this.#ask<Row[]>({ kind: 'read', query });
    };
    return {
      all,
      get: async <Row>(query: Sql) => (await all<Row>(query))[0],
      hold: async <Row>(query: Sql, table: string) => {
        const name = `${table} ${query.values}`;
        // Two works of one transaction would not keep each other from it.
        if (this.#held.has(name)) throw new NeedsItsOwn();
        this.#held.add(name);
        const [row] = await this.#ask<Row[]>({ kind: 'hold', query, table });
        // Or another transaction holds it.
        if (!row) throw new NeedsItsOwn();
        return row;
      },
      run: async (query) => {
        if (!query.shareable) throw new NeedsItsOwn();
        written = true;
        return this.#ask<number>({ kind: 'write', query });
      },
      alone() {
        throw new NeedsItsOwn();
      },
      together: true,
      hasWritten: () => written,
    };
  }

  #ask<Answer>(call: Pick<Call, 'kind' | 'query' | 'table'>): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (!this.#calls.length) setImmediate(() => this.#send());
      this.#calls.push({ ...call, answer: resolve as Call['answer'], reject });
    });
  }

  #send(): void {
    const calls = this.#calls;
    this.#calls = [];
    for (const same of Map.groupBy(calls, ({ kind, query }) => `${kind} ${query.text}`).values()) {
      const ran = this.#last.then(() => this.#run(same));
      this.#last = ran.catch(() => undefined);
      ran.then(
        (answers) => {
          for (const [index, call] of same.entries()) call.answer(answers[index]);
        },
        (error) => {
          this.failed ??= { error };
          for (const call of same) call.reject(error);
        },
      );
    }
  }

  async #run(calls: Call[]): Promise<unknown[]> {
    const [{ kind, query, table }] = calls as [Call];
    const queries = calls.map((call) => call.query);
    if (kind === 'write') return writeMany(this.#client, queries);
    if (kind === 'hold') return readMany(this.#client, queries, table);
    const asOne = queries.every(({ values }) =>
      values.every((value, index) => value === query.values[index]),
    );
    if (!asOne) return readMany(this.#client, queries);
    const rows = await this.#single.all(query);
    return calls.map(() => rows);
  }
}
