import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireName } from '../core/name.ts';
import type { RoleChanges } from './create-role.ts';
import { findNamesake, updateRole as setColumns, type Writable } from './queries.ts';
import { readToChange } from './read-role.ts';
import { requireAdministrator } from './require-administrator.ts';
import { requireSets } from './require-sets.ts';

/**
 * Changes what is given of a role, and with it what everybody may do who has it.
 *
 * @throws AppError `not_found`; `not_modifiable`; `validation_failed`; `forbidden` when it allows, or would
 * allow, what the caller may not do, or when nobody would be left who may do everything.
 */
export async function updateRole(
  { database, clock }: Context,
  caller: Caller,
  roleId: number,
  { name, permissionSetId, modelSetId }: RoleChanges,
): Promise<void> {
  const changes: Writable = {};
  if (name !== undefined) {
    changes.name = requireName(name);
    changes.name_key = canonical(changes.name);
  }
  if (permissionSetId !== undefined) changes.permission_set_id = permissionSetId;
  if (modelSetId !== undefined) changes.model_set_id = modelSetId;
  await database.transaction(async (tx) => {
    await readToChange(tx, caller, roleId);
    await requireSets(tx, caller, {
      ...(permissionSetId !== undefined && { permissionSetId }),
      ...(modelSetId !== undefined && { modelSetId }),
    });
    if (changes.name_key !== undefined && (await tx.get(findNamesake(changes.name_key, roleId)))) {
      throw invalidField('name', `There is already a role named '${name}'.`, 'already_exists');
    }
    if (Object.keys(changes).length === 0) return;
    await tx.run(setColumns(roleId, changes));
    await requireAdministrator(tx);
    await recordEvent(tx, clock(), {
      action: 'update_role',
      actor: caller,
      detail: `role ${roleId}${permissionSetId === undefined ? '' : `: permission set ${permissionSetId}`}`,
    });
  });
}
