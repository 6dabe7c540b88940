import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireAdministrator } from '../roles/require-administrator.ts';
import { isAllUsers } from './all-users.ts';
import { requireGroupRank } from './group-rank.ts';
import { deleteGroup as deleteRow } from './queries.ts';
import { requireGroup } from './read-groups.ts';

/**
 * Deletes a group. Who was in it stays, without what it gave them.
 *
 * @throws AppError `not_found`; `forbidden` for All Users, for a group that gives what the caller does not
 * have, or when nobody would be left who may do everything.
 */
export async function deleteGroup(
  { database, clock }: Context,
  caller: Caller,
  groupId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireGroup(tx, groupId);
    if (isAllUsers(groupId)) throw new AppError('forbidden', 'All Users is built in and stays.');
    await requireGroupRank(tx, caller, groupId);
    await tx.run(deleteRow(groupId));
    await requireAdministrator(tx);
    await recordEvent(tx, clock(), { action: 'delete_group', actor: caller, targetGroupId: groupId });
  });
}
