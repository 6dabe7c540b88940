import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';
import { forgetDevicesOf } from '../trusted-devices/forget-device.ts';
import { isRequiredNow } from '../two-factor-policy/read-policy.ts';
import { addCredential } from './create-credential.ts';
import { deleteCredential, deleteRecoveryCodes } from './queries.ts';
import { type Reason, reasonGiven } from './reason.ts';

const REQUIRED =
  'The policy demands a second factor of you, so you cannot remove yours. An administrator can reset it.';

/**
 * Removes a user's two-factor credential, its seed and its recovery codes: they must enrol again.
 * Whatever the old factor opened is closed, but for what the caller came with.
 *
 * @param askAnew Whether the password alone is not enough until they have enrolled again.
 * @throws AppError `not_found`; `forbidden` for a user of higher rank, or for one's own while the policy demands it;
 *   `too_many_requests`.
 */
export async function removeCredential(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  { reason, askAnew = false }: { reason?: Reason | undefined; askAnew?: boolean } = {},
): Promise<void> {
  const nowMs = clock();
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteCredential(userId)))) throw notFound();
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    else if (await isRequiredNow(tx, userId, nowMs)) throw new AppError('forbidden', REQUIRED);
    await tx.run(deleteRecoveryCodes(userId));
    await forgetDevicesOf(tx, userId);
    await signOutEverywhere(tx, userId, caller);
    await recordEvent(tx, nowMs, {
      action: 'delete_two_factor',
      actor: caller,
      targetUserId: userId,
      ...reasonGiven(reason),
    });
    if (askAnew) await addCredential(tx, nowMs, { caller, userId, chosen: false });
  });
}
