import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { allUsersIsFixed, isAllUsers } from './all-users.ts';
import { requireGroupRank } from './group-rank.ts';
import { findAround, insertChild } from './queries.ts';
import { requireGroup } from './read-groups.ts';

/**
 * Puts a group in another: whoever is in the child is in the parent, too. Nothing changes for one that is
 * in it.
 *
 * @throws AppError `not_found`; `validation_failed` where a group would come to be in itself, and for All
 * Users as the child; `forbidden` for All Users as the parent, or for a parent that gives what the caller
 * does not have.
 */
export async function addGroupGroup(
  { database, clock }: Context,
  caller: Caller,
  parentId: number,
  childId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireGroup(tx, parentId);
    await requireGroup(tx, childId);
    if (isAllUsers(parentId)) throw allUsersIsFixed();
    if (isAllUsers(childId)) throw invalidField('group_id', 'All Users cannot be in another group.');
    if (await tx.get(findAround(childId, parentId))) {
      throw invalidField('group_id', `Group ${childId} would be in itself.`);
    }
    await requireGroupRank(tx, caller, parentId);
    if (!(await tx.run(insertChild(parentId, childId)))) return;
    await recordEvent(tx, clock(), {
      action: 'add_group_group',
      actor: caller,
      targetGroupId: parentId,
      detail: `group ${childId}`,
    });
  });
}
