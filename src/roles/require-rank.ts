import { AppError } from '../core/app-error.ts';
import { type Caller, forbidden } from '../core/caller.ts';
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
  if (missing(caller, await readPermissions(reader, userId)) !== undefined) throw outranked(userId);
}

export const outranked = (userId: number): AppError =>
  new AppError('forbidden', `Permission denied: user ${userId} has permissions that you do not have.`);

/**
 * Whether the caller has everything that some permissions allow.
 *
 * @param permissions In the stored form; null for none.
 */
export const covers = (caller: Caller, permissions: string | null): boolean =>
  missing(caller, parsePermissions(permissions ?? '')) === undefined;

/**
 * Nobody gives or takes, whichever way, what they do not have.
 *
 * @param permissions In the stored form.
 * @throws AppError `forbidden`, naming one permission that the caller lacks.
 */
export function requirePermissions(caller: Caller, permissions: string): void {
  const lacking = missing(caller, parsePermissions(permissions));
  if (lacking !== undefined) throw forbidden(lacking);
}

/** Every ordinary user may see names: that is no rank. */
const missing = (caller: Caller, permissions: ReadonlySet<Permission>): Permission | undefined =>
  [...permissions].find((permission) => permission !== 'see_names' && !caller.permissions.has(permission));
