import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { DEFAULT_PARAMETERS } from '../core/otp.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { chargeChange } from './charge-change.ts';
import { findCredential } from './find-credential.ts';
import { type CredentialWithUser, insertCredential } from './queries.ts';

/**
 * Gives a user a two-factor credential. It has no seed yet: enrolment makes one.
 *
 * @param chosen Whether nobody asked the user for it: then they may leave it half-way.
 * @throws AppError `not_found`; `forbidden` for a user of higher rank; `already_exists`; `too_many_requests`.
 */
export async function createCredential(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  { chosen = false }: { chosen?: boolean } = {},
): Promise<CredentialWithUser> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    await addCredential(tx, nowMs, { caller, userId, chosen });
    return findCredential(tx, userId);
  });
}

/**
 * The same in the transaction of another change. Whose rank is higher has been looked at.
 *
 * @throws AppError `not_found`; `already_exists`; `too_many_requests`.
 */
export async function addCredential(
  tx: Transaction,
  nowMs: number,
  { caller, userId, chosen }: { caller: Caller; userId: number; chosen: boolean },
): Promise<void> {
  if (!(await tx.run(insertCredential(userId, DEFAULT_PARAMETERS, chosen, nowMs)))) {
    await requireUser(tx, userId);
    throw new AppError(
      'already_exists',
      `User ${userId} already has a two-factor credential. Delete it first to start over.`,
    );
  }
  await chargeChange(tx, userId, nowMs);
  await recordEvent(tx, nowMs, { action: 'create_two_factor', actor: caller, targetUserId: userId });
}
