import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireAdministrator } from '../roles/require-administrator.ts';
import { requireRank } from '../roles/require-rank.ts';
import { deleteUser as deleteRow } from './queries.ts';
import { requireUser } from './user-exists.ts';

/**
 * Deletes a user with every credential and token of theirs.
 *
 * @throws AppError `not_found`; `forbidden` for oneself, the last administrator, or a user of higher rank.
 */
export async function deleteUser(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await requireUser(tx, userId);
    if (userId === caller.userId) throw new AppError('forbidden', 'You cannot delete yourself.');
    await requireRank(tx, caller, userId);
    await tx.run(deleteRow(userId));
    await requireAdministrator(tx, 'The last administrator cannot be deleted.');
    await recordEvent(tx, clock(), { action: 'delete_user', actor: caller, targetUserId: userId });
  });
}
