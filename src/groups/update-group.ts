import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { isAllUsers } from './all-users.ts';
import { columnsOf, type GroupChanges } from './group-changes.ts';
import { requireGroupRank } from './group-rank.ts';
import { findNamesake, updateGroup as setColumns } from './queries.ts';
import { readGroup } from './read-groups.ts';

/**
 * Changes what is given of a group and leaves the rest.
 *
 * @throws AppError `not_found`; `validation_failed` for a name that is empty, taken, or that of All Users;
 * `forbidden` for a group that gives what the caller does not have.
 */
export async function updateGroup(
  { database, clock }: Context,
  caller: Caller,
  groupId: number,
  changes: GroupChanges,
): Promise<void> {
  await database.transaction(async (tx) => {
    const group = await readGroup(tx, caller, groupId);
    const columns = columnsOf(changes);
    const renamed = columns.name !== undefined && columns.name !== group.name;
    if (renamed && isAllUsers(groupId)) {
      throw invalidField('name', 'All Users is built in and keeps its name.');
    }
    if (columns.name_key !== undefined && (await tx.get(findNamesake(columns.name_key, groupId)))) {
      throw invalidField('name', `There is already a group named '${columns.name}'.`, 'already_exists');
    }
    const { can_add_to_content_metadata = group.can_add_to_content_metadata } = columns;
    if (!renamed && can_add_to_content_metadata === group.can_add_to_content_metadata) return;
    await requireGroupRank(tx, caller, groupId);
    await tx.run(setColumns(groupId, columns));
    await recordEvent(tx, clock(), {
      action: 'update_group',
      actor: caller,
      targetGroupId: groupId,
      detail: Object.keys(columns)
        .filter((name) => !name.endsWith('_key'))
        .join(', '),
    });
  });
}
