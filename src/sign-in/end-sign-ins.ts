import type { Transaction } from '../store/database.ts';
import { deleteSignInsOf } from './queries.ts';

/** Whoever is half-way in starts over: the password that they proved, or the factor they were asked for, may be gone. */
export async function endSignInsOf(tx: Transaction, userId: number): Promise<void> {
  await tx.run(deleteSignInsOf(userId));
}
