import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { type Permission, parsePermissions } from '../core/permissions.ts';
import type { Reader } from '../store/database.ts';
import { readPermissions } from './read-permissions.ts';

/**
 * Nobody takes over an account that may do more than their own, whether by acting as it, by making a key
 * for it, or by changing its second factor.
 *
 * @throws AppError `forbidden`.
 */
export async function requireRank(reader: Reader, caller: Caller, userId: number): Promise<void> {
  if (!coversAll(caller, await readPermissions(reader, userId))) {
    throw new AppError(
      'forbidden',
      `Permission denied: user ${userId} has permissions that you do not have.`,
    );
  }
}

/**
 * Whether the caller has everything that some permissions allow.
 *
 * @param permissions In the stored form; null for none.
 */
export const covers = (caller: Caller, permissions: string | null): boolean =>
  coversAll(caller, parsePermissions(permissions ?? ''));

/** Every ordinary user may see names: that is no rank. */
const coversAll = (caller: Caller, permissions: ReadonlySet<Permission>): boolean =>
  [...permissions].every((permission) => permission === 'see_names' || caller.permissions.has(permission));
