import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { requireAdministrator } from '../roles/require-administrator.ts';
import { requireUser } from '../users/user-exists.ts';
import { allUsersIsFixed, isAllUsers } from './all-users.ts';
import { requireGroupRank } from './group-rank.ts';
import { deleteMember } from './queries.ts';
import { requireGroup } from './read-groups.ts';

/**
 * Takes a user out of a group; nothing changes for one who is not in it.
 *
 * @throws AppError `not_found`; `forbidden` for All Users, for a group that gives what the caller does not
 * have, or when nobody would be left who may do everything.
 */
export async function deleteGroupUser(
  { database, clock }: Context,
  caller: Caller,
  groupId: number,
  userId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireGroup(tx, groupId);
    await requireUser(tx, userId);
    if (isAllUsers(groupId)) throw allUsersIsFixed();
    await requireGroupRank(tx, caller, groupId);
    if (!(await tx.run(deleteMember(groupId, userId)))) return;
    await requireAdministrator(tx);
    await recordEvent(tx, clock(), {
      action: 'delete_group_user',
      actor: caller,
      targetUserId: userId,
      targetGroupId: groupId,
    });
  });
}
