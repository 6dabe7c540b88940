import { AppError } from '../core/app-error.ts';
import type { Transaction } from '../store/database.ts';
import { sql } from '../store/sql.ts';
import { holdersOf } from './permissions-of.ts';

const rolesWithEverything = sql`
  SELECT roles.id FROM roles JOIN permission_sets ON permission_sets.id = roles.permission_set_id
  WHERE permission_sets.permissions = '*'`;

/** Whether somebody enabled may do everything, through a role of their own or of a group. */
export async function hasAdministrator(tx: Transaction): Promise<boolean> {
  const found = await tx.get(sql`
    SELECT 1 FROM (${holdersOf(rolesWithEverything)}) AS holders JOIN users ON users.id = holders.user_id
    WHERE users.disabled_at IS NULL LIMIT 1`);
  return found !== undefined;
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
