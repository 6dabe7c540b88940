import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { deleteModelSet as deleteRow, findRoleWith } from './queries.ts';
import { readToChange } from './read-model-set.ts';

/** @throws AppError `not_found`; `not_modifiable` also while a role has it. */
export async function deleteModelSet(
  { database, clock }: Context,
  caller: Caller,
  id: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    const { name } = await readToChange(tx, id);
    const role = await tx.get<{ name: string }>(findRoleWith(id));
    if (role) {
      throw new AppError(
        'not_modifiable',
        `The role '${role.name}' has the model set '${name}': give the role another one first.`,
      );
    }
    await tx.run(deleteRow(id));
    await recordEvent(tx, clock(), { action: 'delete_model_set', actor: caller, detail: `model set ${id}` });
  });
}
