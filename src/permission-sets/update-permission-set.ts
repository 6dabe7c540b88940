import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireName } from '../core/name.ts';
import { requirePermissions } from '../roles/require-rank.ts';
import type { PermissionSetChanges } from './create-permission-set.ts';
import { storedForm } from './permission-names.ts';
import { findNamesake, updatePermissionSet as setColumns, type Writable } from './queries.ts';
import { readToChange } from './read-permission-set.ts';

/**
 * Changes what is given of a permission set, and with it what everybody may do whose role has it.
 *
 * @throws AppError `not_found`; `not_modifiable`; `validation_failed`; `forbidden` when it has, or would have,
 * what the caller does not have.
 */
export async function updatePermissionSet(
  { database, clock }: Context,
  caller: Caller,
  id: number,
  { name, permissions }: PermissionSetChanges,
): Promise<void> {
  const changes: Writable = {};
  if (name !== undefined) {
    changes.name = requireName(name);
    changes.name_key = canonical(changes.name);
  }
  if (permissions !== undefined) changes.permissions = storedForm(permissions ?? []);
  await database.transaction(async (tx) => {
    await readToChange(tx, caller, id);
    requirePermissions(caller, changes.permissions ?? '');
    if (changes.name_key !== undefined && (await tx.get(findNamesake(changes.name_key, id)))) {
      throw invalidField('name', `There is already a permission set named '${name}'.`, 'already_exists');
    }
    if (Object.keys(changes).length === 0) return;
    await tx.run(setColumns(id, changes));
    await recordEvent(tx, clock(), {
      action: 'update_permission_set',
      actor: caller,
      detail: `permission set ${id}${changes.permissions === undefined ? '' : `: ${changes.permissions}`}`,
    });
  });
}
