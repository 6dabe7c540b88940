import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { modelSetExists, selectPermissionSet } from './queries.ts';
import { requirePermissions } from './require-rank.ts';

/**
 * The sets that a role is to have.
 *
 * @throws AppError `validation_failed` for one that does not exist; `forbidden` for a permission set that has
 * what the caller does not have.
 */
export async function requireSets(
  reader: Reader,
  caller: Caller,
  { permissionSetId, modelSetId }: { permissionSetId?: number; modelSetId?: number | null },
): Promise<void> {
  if (typeof modelSetId === 'number' && !(await reader.get(modelSetExists(modelSetId)))) {
    throw invalidField('model_set_id', `There is no model set ${modelSetId}.`);
  }
  if (permissionSetId === undefined) return;
  const found = await reader.get<{ permissions: string }>(selectPermissionSet(permissionSetId));
  if (!found) throw invalidField('permission_set_id', `There is no permission set ${permissionSetId}.`);
  requirePermissions(caller, found.permissions);
}
