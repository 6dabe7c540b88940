import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { readPermissions } from './read-permissions.ts';

/**
 * Nobody takes over an account that may do more than their own, whether by acting as it, by making a key
 * for it, or by changing its second factor.
 *
 * @throws AppError `forbidden`.
 */
export async function requireRank(reader: Reader, caller: Caller, userId: number): Promise<void> {
  const theirs = await readPermissions(reader, userId);
  // Every ordinary user may see names: that is no rank.
  if ([...theirs].some((permission) => permission !== 'see_names' && !caller.permissions.has(permission))) {
    throw new AppError(
      'forbidden',
      `Permission denied: user ${userId} has permissions that you do not have.`,
    );
  }
}
