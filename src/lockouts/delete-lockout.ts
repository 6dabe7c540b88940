import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { deleteStreak, selectLockedUser } from './queries.ts';

/**
 * Ends a lockout before its time.
 *
 * @param key As the list of lockouts has it.
 * @throws AppError `not_found` when none is in force; `forbidden` for a user of higher rank.
 */
export async function deleteLockout(
  { database, clock }: Context,
  caller: Caller,
  key: string,
): Promise<void> {
  const nowMs = clock();
  await database.transaction(async (tx) => {
    const locked = await tx.get<{ user_id: number | null }>(selectLockedUser(key, nowMs));
    if (!locked) throw notFound();
    const { user_id: userId } = locked;
    if (userId !== null && userId !== caller.userId) await requireRank(tx, caller, userId);
    await tx.run(deleteStreak(key));
    await recordEvent(tx, nowMs, {
      action: 'unlock_login',
      actor: caller,
      ...(userId !== null && { targetUserId: userId }),
    });
  });
}
