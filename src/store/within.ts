import type { Database, Transaction } from './database.ts';

/**
 * A database whose transactions are all part of one that is open: several actions are then done together or not at
 * all. What is read is what that transaction sees.
 */
export function within(database: Database, tx: Transaction): Database {
  return {
    ...database,
    state: () => ({}),
    all: (query) => tx.all(query),
    get: (query) => tx.get(query),
    transaction: (work) => work(tx),
  };
}
