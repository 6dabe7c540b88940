import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { deleteApiKeyRow } from './queries.ts';

/**
 * Deletes an API key, and with it every token that was issued for it.
 *
 * @throws AppError `not_found`; `forbidden` for a user of higher rank.
 */
export async function deleteApiKey(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  id: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteApiKeyRow(userId, id)))) throw notFound();
    await requireRank(tx, caller, userId);
    await recordEvent(tx, clock(), {
      action: 'delete_api_key',
      actor: caller,
      targetUserId: userId,
      detail: `API key ${id}`,
    });
  });
}
