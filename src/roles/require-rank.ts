import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { parsePermissions } from '../core/permissions.ts';
import type { Reader } from '../store/database.ts';
import { sql } from '../store/sql.ts';
import { permissionsOf } from './permissions-of.ts';

/**
 * Nobody takes over an account that may do more than their own, whether by acting as it, by making a key
 * for it, or by changing its second factor.
 *
 * @throws AppError `forbidden`.
 */
export async function requireRank(reader: Reader, caller: Caller, userId: number): Promise<void> {
  const row = await reader.get<{ permissions: string | null }>(
    sql`SELECT (${permissionsOf(sql`users.id`)}) AS permissions FROM users WHERE users.id = ${userId}`,
  );
  const theirs = parsePermissions(row?.permissions ?? '');
  // Every ordinary user may see names: that is no rank.
  if ([...theirs].some((permission) => permission !== 'see_names' && !caller.permissions.has(permission))) {
    throw new AppError(
      'forbidden',
      `Permission denied: user ${userId} has permissions that you do not have.`,
    );
  }
}
