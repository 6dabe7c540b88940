import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireName } from '../core/name.ts';
import { requirePermissions } from '../roles/require-rank.ts';
import { storedForm } from './permission-names.ts';
import { insertPermissionSet } from './queries.ts';

/** What a client can set of a permission set. */
export interface PermissionSetChanges {
  name?: string | null;
  permissions?: string[] | null;
}

/**
 * @throws AppError `validation_failed`; `already_exists` for a name that is taken; `forbidden` for a
 * permission that the caller does not have.
 */
export async function createPermissionSet(
  { database, clock }: Context,
  caller: Caller,
  given: PermissionSetChanges,
): Promise<number> {
  const name = requireName(given.name);
  const permissions = storedForm(given.permissions ?? []);
  requirePermissions(caller, permissions);
  return database.transaction(async (tx) => {
    const made = await tx.get<{ id: number }>(insertPermissionSet(name, canonical(name), permissions));
    if (!made) throw new AppError('already_exists', `There is already a permission set named '${name}'.`);
    await recordEvent(tx, clock(), {
      action: 'create_permission_set',
      actor: caller,
      detail: `permission set ${made.id}: ${permissions}`,
    });
    return made.id;
  });
}
