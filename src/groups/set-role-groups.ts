import { nameIds } from '../audit/name-ids.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { readRole } from '../roles/read-role.ts';
import { requireAdministrator } from '../roles/require-administrator.ts';
import { covers } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import {
  countGroups,
  giveRoleToGroups,
  groupIdsWithRole,
  groupsWithIds,
  takeRoleFromGroups,
} from './queries.ts';
import { requireGroup } from './read-groups.ts';

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
  await database.transaction((tx) => setGroups(tx, clock(), caller, roleId, wanted));
}

/**
 * Says of some roles whether one group gives them. Other roles, and other groups, stay as they are.
 *
 * @param given By the ids of roles.
 * @throws AppError the same.
 */
export async function setGroupRoles(
  { database, clock }: Context,
  caller: Caller,
  groupId: number,
  given: ReadonlyMap<number, boolean>,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireGroup(tx, groupId);
    for (const [roleId, gives] of given) {
      const rows = await tx.all<{ group_id: number }>(groupIdsWithRole(roleId));
      const others = rows.map(({ group_id }) => group_id).filter((id) => id !== groupId);
      const gaveIt = others.length < rows.length;
      if (gives === gaveIt) continue;
      await setGroups(tx, clock(), caller, roleId, gives ? [...others, groupId] : others, groupId);
    }
  });
}

/** @param changed The one group for which it makes a difference, if there is one. */
async function setGroups(
  tx: Transaction,
  nowMs: number,
  caller: Caller,
  roleId: number,
  wanted: readonly number[],
  changed?: number,
): Promise<void> {
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
  await recordEvent(tx, nowMs, {
    action: 'set_role_groups',
    actor: caller,
    ...(changed !== undefined && { targetGroupId: changed }),
    detail: `role ${roleId}: ${nameIds('groups', wanted)}`,
  });
}
