import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { credentialsOf } from '../two-factor/find-credential.ts';
import { renewRecoveryCodes } from '../two-factor/recovery-codes.ts';
import type { Refusal } from '../two-factor/verification.ts';
import { verifyCode } from '../two-factor/verify-code.ts';

export type Confirmation = { codes: string[]; createdAtMs: number } | { refusal: Refusal | undefined };

/**
 * Checks the first code, which completes enrolment, and makes recovery codes. They are in this answer alone.
 *
 * @throws AppError `not_found`; `validation_failed` for what cannot be a code; `too_many_requests`.
 */
export async function confirmEnrollment(
  context: Context,
  caller: Caller,
  code: string,
): Promise<Confirmation> {
  const { accepted, refusal } = await verifyCode(context, caller, caller.userId, { code });
  return accepted ? renewRecoveryCodes(context, caller, caller.userId) : { refusal };
}

/** What somebody has been shown and not confirmed yet; undefined: nothing, or it is too late. */
export async function openEnrollment(
  { database, clock }: Context,
  userId: number,
): Promise<{ digits: number } | undefined> {
  const [credential] = await credentialsOf(database, [userId]);
  if (!credential || credential.verified_at !== null) return undefined;
  return (credential.enrollment_expires_at ?? 0) > clock() ? { digits: credential.digits } : undefined;
}
