import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { candidateSteps, learnDrift, MAX_DRIFT_STEPS, matchStep, parseCode } from '../core/otp.ts';
import type { Transaction } from '../store/database.ts';
import { trustDevice } from '../trusted-devices/trust-device.ts';
import { endSessionsOf } from '../web-sessions/end-session.ts';
import { findCredential } from './find-credential.ts';
import { type Payment, payForAttempt } from './pay-for-attempt.ts';
import { type CredentialWithUser, spendStep } from './queries.ts';
import { refuseWrongCode } from './refuse-wrong-code.ts';
import { openSeedOf, parametersOf } from './seed.ts';
import type { Attempt, Refusal, Verification } from './verification.ts';

/**
 * Checks a code, at most once: charge, compare, claim the step, all in one transaction (RFC 6238 section 5.2,
 * RFC 4226 section 7.3). A wrong code is returned, not thrown, because throwing would give its charge back.
 *
 * @throws AppError `not_found`; `validation_failed` for another number of digits, which costs nothing;
 * `too_many_requests` when there is no budget: then the code is not looked at.
 */
export async function verifyCode(
  context: Context,
  caller: Caller,
  userId: number,
  attempt: Attempt,
): Promise<Verification> {
  const nowMs = context.clock();
  return context.database.transaction(async (tx) => {
    const payment = await payForAttempt(tx, context, caller, userId, attempt.deviceToken, nowMs);
    const credential = await findCredential(tx, userId);
    const code = parse(attempt.code, credential);
    const outcome = payment.paid
      ? await check(tx, context, caller, credential, code, payment, nowMs)
      : refuseUnlooked(credential, nowMs);
    if (!outcome.accepted && outcome.refusal === undefined) throw await payment.wait();

    if (outcome.accepted) {
      // Sessions from before there was a second factor did not prove one.
      if (credential.verified_at === null) await endSessionsOf(tx, userId, { except: caller.sessionId });
      if (payment.device || attempt.rememberDevice) {
        outcome.deviceToken = await trustDevice(tx, caller, userId, payment.device, nowMs);
      }
    }
    await recordEvent(tx, nowMs, {
      action: 'verify_code',
      outcome: outcome.refusal?.reason ?? 'accepted',
      actor: caller,
      targetUserId: userId,
    });
    return outcome;
  });
}

/** The digits that an app shows that was told another number and ignores it: see diagnose-code.ts. */
const USUAL_DIGITS = 6;

/** Exactly the credential's digits; while somebody enrols with another number than usual, the usual too. */
function parse(text: string, { digits, verified_at }: CredentialWithUser): string {
  const usual = verified_at === null ? parseCode(text, USUAL_DIGITS) : undefined;
  const code = parseCode(text, digits) ?? usual;
  if (code !== undefined) return code;
  throw invalidField('code', `'code' must be a string of exactly ${digits} ASCII digits.`);
}

async function check(
  tx: Transaction,
  context: Context,
  caller: Caller,
  credential: CredentialWithUser,
  code: string,
  payment: Payment,
  nowMs: number,
): Promise<Verification> {
  const { id, period, drift_steps, verified_at } = credential;
  const seed = openSeedOf(context.keys, credential);
  try {
    const steps = candidateSteps(nowMs, period, drift_steps);
    const step = matchStep(seed, code, steps, parametersOf(credential));
    if (step === undefined) {
      return await refuseWrongCode(tx, context, { caller, credential, seed, code, payment, nowMs });
    }
    const claim = {
      step,
      driftSteps: learnDrift(drift_steps, step, nowMs, period),
      clearOfMs: clearOf(step, drift_steps, period),
    };
    if (await tx.run(spendStep(id, claim, payment.refundable, nowMs)))
      return { accepted: true, verified: true };
    await payment.refund(tx);
    const reason = step > credential.last_step ? 'fenced' : 'already_used';
    return { accepted: false, verified: verified_at !== null, refusal: { reason } };
  } finally {
    seed.fill(0);
  }
}

/**
 * The step's code can have been accepted after this moment alone, in milliseconds. The drift may have been
 * learnt since the state that a rollback went back to, so at least as much as can be learnt is assumed.
 */
const clearOf = (step: number, driftSteps: number, periodSeconds: number): number =>
  (step - Math.max(driftSteps, MAX_DRIFT_STEPS) - 1) * periodSeconds * 1_000;

/** Nothing was paid: either there is nothing to check the code against or, without a refusal, no budget left. */
function refuseUnlooked(credential: CredentialWithUser, nowMs: number): Verification {
  const { disabled_at, user_disabled_at, sealed_seed, verified_at, enrollment_expires_at } = credential;
  const verified = verified_at !== null;
  const refused = (reason: Refusal['reason']) => ({ accepted: false, verified, refusal: { reason } });
  if (disabled_at !== null || user_disabled_at !== null) return refused('disabled');
  if (sealed_seed === null) return refused('not_enrolled');
  if (!verified && (enrollment_expires_at ?? 0) <= nowMs) return refused('expired');
  return { accepted: false, verified };
}
