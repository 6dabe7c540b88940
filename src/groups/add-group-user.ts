import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { requireUser } from '../users/user-exists.ts';
import { isAllUsers } from './all-users.ts';
import { requireGroupRank } from './group-rank.ts';
import { insertMember } from './queries.ts';
import { requireGroup } from './read-groups.ts';

/**
 * Puts a user in a group; nothing changes for one who is in it, as everybody is in All Users.
 *
 * @throws AppError `not_found`; `forbidden` for a group that gives what the caller does not have.
 */
export async function addGroupUser(
  { database, clock }: Context,
  caller: Caller,
  groupId: number,
  userId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireGroup(tx, groupId);
    await requireUser(tx, userId);
    if (isAllUsers(groupId)) return;
    await requireGroupRank(tx, caller, groupId);
    if (!(await tx.run(insertMember(groupId, userId)))) return;
    await recordEvent(tx, clock(), {
      action: 'add_group_user',
      actor: caller,
      targetUserId: userId,
      targetGroupId: groupId,
    });
  });
}
