import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { issueToken } from './issue-token.ts';
import { findEnabledUser } from './queries.ts';

/**
 * Gives an administrator a token to act as another user. It ends with the key or the administrator it came from.
 *
 * @throws AppError `not_found` for no such user or a disabled one; `forbidden` when that user may do more than the caller.
 */
export async function loginAs({ database, clock }: Context, caller: Caller, userId: number): Promise<string> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    if (!(await tx.get(findEnabledUser(userId)))) throw notFound();
    await requireRank(tx, caller, userId);
    const sudoUserId = caller.sudoUserId ?? caller.userId;
    const token = await issueToken(tx, nowMs, { userId, apiKeyId: caller.apiKeyId, sudoUserId });
    await recordEvent(tx, nowMs, { action: 'login_as', actor: caller, targetUserId: userId });
    return token;
  });
}
