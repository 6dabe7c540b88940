import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';
import { findCredential } from './find-credential.ts';
import { type CredentialWithUser, setDisabled } from './queries.ts';
import { type Reason, reasonGiven } from './reason.ts';

/**
 * Refuses a user's codes from now on, or takes them again. Whoever is signed in as the user proves anew who
 * they are, but for the caller.
 *
 * @throws AppError `not_found`; `forbidden` for a user of higher rank.
 */
export async function disableCredential(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  disabled: boolean,
  reason?: Reason,
): Promise<CredentialWithUser> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const before = await findCredential(tx, userId);
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    if ((before.disabled_at !== null) !== disabled) {
      await tx.run(setDisabled(userId, disabled ? nowMs : null));
      await signOutEverywhere(tx, userId, caller);
      const action = disabled ? 'disable_two_factor' : 'enable_two_factor';
      await recordEvent(tx, nowMs, { action, actor: caller, targetUserId: userId, ...reasonGiven(reason) });
    }
    return findCredential(tx, userId);
  });
}
