import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Reader } from './database.ts';
import { statements } from './sqlite-statements.ts';

/**
 * What is committed. The reads of one turn of the event loop share a transaction, because taking and leaving
 * the lock costs as much as a read. It ends with the turn, and whenever this process commits: what this process
 * has answered, its next read sees; what another process committed, the next turn.
 */
export class Snapshot {
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
