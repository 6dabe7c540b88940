import type { Transaction } from '../store/database.ts';
import { indexSegmentsUpTo, selectNewest } from './queries.ts';

/**
 * Indexes a log whose records are of no segment yet, as it comes from PostgreSQL: all of it becomes one segment, but for what
 * is in the segment that the embedded database goes on with.
 */
export async function indexLog(tx: Pick<Transaction, 'get' | 'run'>): Promise<void> {
  const newest = await tx.get<{ id: number }>(selectNewest());
  if (newest) await tx.run(indexSegmentsUpTo(newest.id));
}
