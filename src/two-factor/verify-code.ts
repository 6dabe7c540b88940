import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import { BURST, LONG_TERM, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { candidateSteps, matchStep, parseCode } from '../core/otp.ts';
import type { Transaction } from '../store/database.ts';
import { endSessionsOf } from '../web-sessions/end-session.ts';
import { waitUntil } from './charge-change.ts';
import { findCredential } from './find-credential.ts';
import {
  type CredentialRow,
  type CredentialWithUser,
  chargeAttempt,
  refundAttempt,
  spendStep,
} from './queries.ts';
import { openSeedOf, parametersOf } from './seed.ts';

export type Refusal = 'wrong_code' | 'already_used' | 'expired' | 'disabled' | 'not_enrolled';

export interface Verification {
  accepted: boolean;
  /** Whether the user has enrolled, now that this code was checked. */
  verified: boolean;
  /** Why the code was refused: for callers who may know. */
  reason?: Refusal;
  /** When the next code will be looked at; absent: at once. */
  retryAtMs?: number | undefined;
}

/**
 * Checks a code, at most once: charge, compare, claim the step, all in one transaction (RFC 6238 section 5.2,
 * RFC 4226 section 7.3). A wrong code is returned, not thrown, because throwing would give its charge back.
 *
 * @param code As many ASCII digits as the credential has.
 * @throws AppError `not_found`; `validation_failed` for another number of digits, which costs nothing;
 * `too_many_requests` when there is no budget: then the code is not looked at.
 */
export async function verifyCode(
  { database, clock, keys }: Context,
  caller: Caller,
  userId: number,
  code: string,
): Promise<Verification> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const charged = await tx.run(chargeAttempt(userId, nowMs));
    const credential = await findCredential(tx, userId);
    const { digits, period, drift_steps } = credential;
    const parsed = parseCode(code, digits);
    if (parsed === undefined) throw wrongLength(digits);
    if (!charged) return refuseUnlooked(credential, nowMs);

    const seed = openSeedOf(keys, credential);
    const steps = candidateSteps(nowMs, period, drift_steps);
    const step = matchStep(seed, parsed, steps, parametersOf(credential));
    seed.fill(0);

    const outcome = await settle(tx, credential, step, nowMs);
    // Sessions from before there was a second factor did not prove one.
    if (outcome.accepted && credential.verified_at === null) {
      await endSessionsOf(tx, userId, { except: caller.sessionId });
    }
    await recordEvent(tx, nowMs, {
      action: 'verify_code',
      outcome: outcome.reason ?? 'accepted',
      actor: caller,
      targetUserId: userId,
    });
    return outcome;
  });
}

async function settle(
  tx: Transaction,
  credential: CredentialRow,
  step: number | undefined,
  nowMs: number,
): Promise<Verification> {
  const verified = credential.verified_at !== null;
  if (step === undefined) {
    return { accepted: false, verified, reason: 'wrong_code', retryAtMs: nextAttemptMs(credential, nowMs) };
  }
  if (await tx.run(spendStep(credential.id, step, nowMs))) return { accepted: true, verified: true };
  await tx.run(refundAttempt(credential.id));
  return { accepted: false, verified, reason: 'already_used' };
}

/** Nothing was charged: either there is nothing to check the code against, or no budget left. */
function refuseUnlooked(credential: CredentialWithUser, nowMs: number): Verification {
  const verified = credential.verified_at !== null;
  const refused = (reason: Refusal): Verification => ({ accepted: false, verified, reason });
  if (credential.disabled_at !== null || credential.user_disabled_at !== null) return refused('disabled');
  if (credential.sealed_seed === null) return refused('not_enrolled');
  if (!verified && (credential.enrollment_expires_at ?? 0) <= nowMs) return refused('expired');
  throw waitUntil(nextAttemptMs(credential, nowMs) ?? nowMs, nowMs, "this user's two-factor code");
}

function nextAttemptMs(credential: CredentialRow, nowMs: number): number | undefined {
  const times = [
    retryAtMs(credential.burst_spent_until, nowMs, BURST),
    retryAtMs(credential.long_term_spent_until, nowMs, LONG_TERM),
  ].filter((time) => time !== undefined);
  return times.length ? Math.max(...times) : undefined;
}

const wrongLength = (digits: number) =>
  invalidField('code', `'code' must be a string of exactly ${digits} ASCII digits.`);
