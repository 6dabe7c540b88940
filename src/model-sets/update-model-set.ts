import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireName } from '../core/name.ts';
import { type ModelSetChanges, storedForm } from './create-model-set.ts';
import { findNamesake, updateModelSet as setColumns, type Writable } from './queries.ts';
import { readToChange } from './read-model-set.ts';

/** @throws AppError `not_found`; `not_modifiable`; `validation_failed` for a name that is empty or taken. */
export async function updateModelSet(
  { database, clock }: Context,
  caller: Caller,
  id: number,
  { name, models }: ModelSetChanges,
): Promise<void> {
  const changes: Writable = {};
  if (name !== undefined) {
    changes.name = requireName(name);
    changes.name_key = canonical(changes.name);
  }
  if (models !== undefined) changes.models = storedForm(models);
  await database.transaction(async (tx) => {
    await readToChange(tx, id);
    if (changes.name_key !== undefined && (await tx.get(findNamesake(changes.name_key, id)))) {
      throw invalidField('name', `There is already a model set named '${name}'.`, 'already_exists');
    }
    if (Object.keys(changes).length === 0) return;
    await tx.run(setColumns(id, changes));
    await recordEvent(tx, clock(), { action: 'update_model_set', actor: caller, detail: `model set ${id}` });
  });
}
