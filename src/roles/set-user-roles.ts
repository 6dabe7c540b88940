import { nameIds } from '../audit/name-ids.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireUser } from '../users/user-exists.ts';
import { clearRolesOf, giveRole, type RoleRow } from './queries.ts';
import { readRoles, readRolesOf } from './read-role.ts';
import { requireAdministrator } from './require-administrator.ts';
import { requireRank } from './require-rank.ts';

/**
 * Gives a user exactly these roles. What groups give stays.
 *
 * @returns The roles that are now the user's own.
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
    const known = await readRoles(tx, wanted);
    if (known.length !== wanted.length) throw notFound();
    await tx.run(clearRolesOf(userId));
    for (const { id } of known) await tx.run(giveRole(userId, id));
    await requireRank(tx, caller, userId);
    await requireAdministrator(tx, 'The last administrator must stay one.');
    await recordEvent(tx, clock(), {
      action: 'set_roles',
      actor: caller,
      targetUserId: userId,
      detail: nameIds('roles', wanted),
    });
    return readRolesOf(tx, userId, true);
  });
}
