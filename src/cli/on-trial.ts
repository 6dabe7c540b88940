import type { Database, Transaction } from '../store/database.ts';

/** Ends a transaction that was only tried. */
class Tried<Result> extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super('tried');
    this.result = result;
  }
}

/** Does work in a transaction, which on trial is undone, whatever the work returns. */
export async function onTrial<Result>(
  database: Database,
  isTrial: boolean,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await database.transaction(async (tx) => {
      const result = await work(tx);
      if (isTrial) throw new Tried(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Tried) return error.result;
    throw error;
  }
}
