import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { deleteEmbedRow } from './queries.ts';

/** @throws AppError `not_found`; `forbidden` for a user of higher rank. */
export async function removeEmbedCredential(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  id: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteEmbedRow(userId, id)))) throw notFound();
    await requireRank(tx, caller, userId);
    await recordEvent(tx, clock(), { action: 'delete_embed', actor: caller, targetUserId: userId });
  });
}
