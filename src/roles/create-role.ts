import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireName } from '../core/name.ts';
import { insertRole } from './queries.ts';
import { requireSets } from './require-sets.ts';

/** What a client can set of a role. */
export interface RoleChanges {
  name?: string | null;
  permissionSetId?: number;
  /** null: the built-in one. */
  modelSetId?: number | null;
}

/**
 * @throws AppError `validation_failed`; `already_exists` for a name that is taken; `forbidden` for a
 * permission set that has what the caller does not have.
 */
export async function createRole(
  { database, clock }: Context,
  caller: Caller,
  { permissionSetId, modelSetId = null, ...given }: RoleChanges,
): Promise<number> {
  const name = requireName(given.name);
  if (permissionSetId === undefined) {
    throw invalidField('permission_set_id', "'permission_set_id' is required.", 'missing_field');
  }
  return database.transaction(async (tx) => {
    await requireSets(tx, caller, { permissionSetId, modelSetId });
    const made = await tx.get<{ id: number }>(
      insertRole({ name, nameKey: canonical(name), permissionSetId, modelSetId }),
    );
    if (!made) throw new AppError('already_exists', `There is already a role named '${name}'.`);
    await recordEvent(tx, clock(), {
      action: 'create_role',
      actor: caller,
      detail: `role ${made.id}: permission set ${permissionSetId}`,
    });
    return made.id;
  });
}
