import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { endSessionsOf } from '../web-sessions/end-session.ts';
import { deleteCredential } from './queries.ts';

/**
 * Removes a user's e-mail credential with its password and its link, and ends the sessions on the pages.
 *
 * @throws AppError `not_found`; `forbidden` for a user of higher rank.
 */
export async function removeEmailCredential(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteCredential(userId)))) throw notFound();
    await requireRank(tx, caller, userId);
    await endSessionsOf(tx, userId, { except: caller.sessionId });
    await recordEvent(tx, clock(), { action: 'delete_email', actor: caller, targetUserId: userId });
  });
}
