import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { deleteSessionRow, deleteSessionsOf, type SessionRow, selectSession } from './queries.ts';

/** What identifies the session that someone signs out of. */
interface Ended {
  id: number;
  userId: number;
  /** The address the request came from. */
  source: string;
}

/** Signs out. A session that has ended already stays ended. */
export async function endSession({ database, clock }: Context, { id, userId, source }: Ended): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteSessionRow(userId, id)))) return;
    await recordEvent(tx, clock(), {
      action: 'end_session',
      actor: null,
      targetUserId: userId,
      detail: `session ${id}`,
      source,
    });
  });
}

/**
 * Ends a session from elsewhere.
 *
 * @throws AppError `not_found`, also for one that has ended; `forbidden` for a user of higher rank.
 */
export async function deleteSession(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  id: number,
): Promise<void> {
  const nowMs = clock();
  await database.transaction(async (tx) => {
    if (!(await tx.get<SessionRow>(selectSession(userId, id, nowMs)))) throw notFound();
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    await tx.run(deleteSessionRow(userId, id));
    await recordEvent(tx, nowMs, {
      action: 'end_session',
      actor: caller,
      targetUserId: userId,
      detail: `session ${id}`,
    });
  });
}

/**
 * Ends a user's sessions, also those in which they act as another: they may no longer be the one who signed in.
 *
 * @param except The id of the one that asks for it, which goes on.
 * @returns How many ended.
 */
export function endSessionsOf(
  tx: Transaction,
  userId: number,
  { except }: { except?: number | undefined } = {},
): Promise<number> {
  return tx.run(deleteSessionsOf(userId, except ?? 0));
}
