import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { columnsOf, type GroupChanges } from './group-changes.ts';
import { insertGroup, updateGroup } from './queries.ts';

/**
 * Makes a group with nobody in it.
 *
 * @throws AppError `validation_failed` without a name; `already_exists` for one that another group has.
 */
export async function createGroup(
  { database, clock }: Context,
  caller: Caller,
  given: GroupChanges,
): Promise<number> {
  const nowMs = clock();
  const columns = columnsOf(given);
  const { name, name_key } = columns;
  if (name === undefined || name_key === undefined) {
    throw invalidField('name', "'name' is required.", 'missing_field');
  }
  return database.transaction(async (tx) => {
    const made = await tx.get<{ id: number }>(insertGroup(name, name_key, nowMs));
    if (!made) throw new AppError('already_exists', `There is already a group named '${name}'.`);
    await tx.run(updateGroup(made.id, columns));
    await recordEvent(tx, nowMs, { action: 'create_group', actor: caller, targetGroupId: made.id });
    return made.id;
  });
}
