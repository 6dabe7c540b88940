import { AppError } from '../core/app-error.ts';
import type { Transaction } from '../store/database.ts';
import { findAdministrator } from './queries.ts';

/** Whether somebody enabled may do everything, through a role of their own or of a group. */
export async function hasAdministrator(tx: Transaction): Promise<boolean> {
  return (await tx.get(findAdministrator())) !== undefined;
}

/**
 * Ends every transaction that takes something from somebody: whichever way it was done, somebody must be
 * left who can undo it.
 *
 * @throws AppError `forbidden`.
 */
export async function requireAdministrator(
  tx: Transaction,
  message = 'This would leave nobody who may do everything.',
): Promise<void> {
  if (!(await hasAdministrator(tx))) throw new AppError('forbidden', message);
}
