import { nameIds } from '../audit/name-ids.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { readRole } from '../roles/read-role.ts';
import { requireAdministrator } from '../roles/require-administrator.ts';
import { covers } from '../roles/require-rank.ts';
import { countGroups, giveRoleToGroups, groupsWithIds, takeRoleFromGroups } from './queries.ts';

/**
 * Gives a role to exactly these groups.
 *
 * @throws AppError `not_found` for an unknown role or group; `forbidden` for a role that allows what the
 * caller may not do, or when nobody would be left who may do everything.
 */
export async function setRoleGroups(
  { database, clock }: Context,
  caller: Caller,
  roleId: number,
  groupIds: readonly number[],
): Promise<void> {
  const wanted = [...new Set(groupIds)];
  await database.transaction(async (tx) => {
    const { permissions } = await readRole(tx, roleId);
    if (!covers(caller, permissions)) {
      throw new AppError(
        'forbidden',
        `Permission denied: role ${roleId} gives permissions that you do not have.`,
      );
    }
    const known = await tx.get<{ total: number }>(countGroups(groupsWithIds(wanted)));
    if (known?.total !== wanted.length) throw notFound();
    await tx.run(takeRoleFromGroups(roleId));
    await tx.run(giveRoleToGroups(roleId, wanted));
    await requireAdministrator(tx);
    await recordEvent(tx, clock(), {
      action: 'set_role_groups',
      actor: caller,
      detail: `role ${roleId}: ${nameIds('groups', wanted)}`,
    });
  });
}
