import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { isLastAdministrator } from '../users/last-administrator.ts';
import { requireUser } from '../users/user-exists.ts';
import { clearRolesOf, giveRole, type RoleRow, selectRolesOf, selectRolesWithIds } from './queries.ts';
import { requireRank } from './require-rank.ts';

/**
 * Gives a user exactly these roles.
 *
 * @throws AppError `not_found` for an unknown user or role; `forbidden` for taking from or giving to a user
 * what the caller does not have, or for leaving nobody who may do everything.
 */
export async function setUserRoles(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  roleIds: readonly number[],
): Promise<RoleRow[]> {
  const wanted = [...new Set(roleIds)];
  return database.transaction(async (tx) => {
    await requireUser(tx, userId);
    await requireRank(tx, caller, userId);
    const known = wanted.length ? await tx.all<RoleRow>(selectRolesWithIds(wanted)) : [];
    if (known.length !== wanted.length) throw notFound();
    const wasLast = await isLastAdministrator(tx, userId);
    await tx.run(clearRolesOf(userId));
    for (const { id } of known) await tx.run(giveRole(userId, id));
    await requireRank(tx, caller, userId);
    if (wasLast && !known.some(({ permissions }) => permissions === '*')) {
      throw new AppError('forbidden', 'The last administrator must stay one.');
    }
    await recordEvent(tx, clock(), { action: 'set_roles', actor: caller, targetUserId: userId });
    return tx.all<RoleRow>(selectRolesOf(userId));
  });
}
