import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { deleteRole as deleteRow } from './queries.ts';
import { readToChange } from './read-role.ts';
import { requireAdministrator } from './require-administrator.ts';

/**
 * Deletes a role, and takes from every user and group what it gave them.
 *
 * @throws AppError `not_found`; `not_modifiable`; `forbidden` when it allows what the caller may not do, or
 * when nobody would be left who may do everything.
 */
export async function deleteRole(
  { database, clock }: Context,
  caller: Caller,
  roleId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await readToChange(tx, caller, roleId);
    await tx.run(deleteRow(roleId));
    await requireAdministrator(tx);
    await recordEvent(tx, clock(), { action: 'delete_role', actor: caller, detail: `role ${roleId}` });
  });
}
