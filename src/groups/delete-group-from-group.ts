import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { requireAdministrator } from '../roles/require-administrator.ts';
import { requireGroupRank } from './group-rank.ts';
import { deleteChild } from './queries.ts';
import { requireGroup } from './read-groups.ts';

/**
 * Takes a group out of another; nothing changes for one that is not in it.
 *
 * @throws AppError `not_found`; `forbidden` for a parent that gives what the caller does not have, or when
 * nobody would be left who may do everything.
 */
export async function deleteGroupFromGroup(
  { database, clock }: Context,
  caller: Caller,
  parentId: number,
  childId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireGroup(tx, parentId);
    await requireGroup(tx, childId);
    await requireGroupRank(tx, caller, parentId);
    if (!(await tx.run(deleteChild(parentId, childId)))) return;
    await requireAdministrator(tx);
    await recordEvent(tx, clock(), {
      action: 'delete_group_from_group',
      actor: caller,
      targetGroupId: parentId,
      detail: `group ${childId}`,
    });
  });
}
