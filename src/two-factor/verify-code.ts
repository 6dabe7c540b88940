import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { candidateSteps, learnDrift, MAX_DRIFT_STEPS, matchStep, parseCode } from '../core/otp.ts';
import type { Transaction } from '../store/database.ts';
import { trustDevice } from '../trusted-devices/trust-device.ts';
import { warnOfCopy } from '../trusted-devices/warn-of-copy.ts';
import { endSessionsOf } from '../web-sessions/end-session.ts';
import { holdCredential } from './find-credential.ts';
import { findPayer, type Payer, requireBudget } from './payer.ts';
import { type CredentialWithUser, completeEnrollment, spendStep } from './queries.ts';
import { refuseWrongCode, type WrongCode } from './refuse-wrong-code.ts';
import { openSeedOf, parametersOf } from './seed.ts';
import type { Attempt, Refusal, Verification } from './verification.ts';

/**
 * Checks a code, at most once, in one transaction that holds the credential: that there is budget, what step the
 * code is of, then a write that claims the step or charges for a wrong code (RFC 6238 section 5.2, RFC 4226
 * section 7.3). A wrong code is returned, not thrown, because throwing would undo its charge.
 *
 * @throws AppError `not_found`; `validation_failed` for another number of digits, which costs nothing;
 * `too_many_requests` when there is no budget: then the code is not looked at.
 */
export async function verifyCode(
  context: Context,
  caller: Caller,
  userId: number,
  { code: text, deviceToken, rememberDevice, userAgent }: Attempt,
): Promise<Verification> {
  const nowMs = context.clock();
  let payer: Payer | undefined;
  // The credential is held, so attempts on it take turns, and what spends or pays says for which state it does.
  const isolation = deviceToken === undefined && !rememberDevice ? 'shared' : 'read committed';
  const verification = await context.database.transaction(async (tx) => {
    const credential = await holdCredential(tx, userId);
    const code = parse(text, credential);
    payer = await findPayer(tx, context, caller, credential, deviceToken, nowMs);
    const unusable = whyUnusable(credential, nowMs);
    if (!unusable) await requireBudget(tx, payer, nowMs);
    const outcome = unusable
      ? refused(credential, unusable)
      : await check(tx, context, { caller, credential, code, payer, nowMs });
    if (outcome.accepted) {
      // Sessions from before there was a second factor did not prove one.
      if (credential.verified_at === null) await endSessionsOf(tx, userId, { except: caller.sessionId });
      if (payer.device || rememberDevice) {
        outcome.deviceToken = await trustDevice(tx, caller, userId, payer.device, nowMs, userAgent);
      }
    }
    await recordEvent(tx, nowMs, {
      action: 'verify_code',
      outcome: outcome.refusal?.reason ?? 'accepted',
      actor: caller,
      targetUserId: userId,
    });
    return outcome;
  }, isolation);
  const { copied, owing } = payer ?? {};
  if (owing) await context.database.transaction((tx) => owing.charge(tx, nowMs), 'read committed');
  if (copied) await warnOfCopy(context, userId);
  return verification;
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
  attempt: Omit<WrongCode, 'seed'>,
): Promise<Verification> {
  const { credential, code, nowMs } = attempt;
  const { id, period, drift_steps, verified_at } = credential;
  // Whatever is more than a claim or a charge would be done anew, with the code looked at for nothing.
  if (verified_at === null) tx.alone();
  const seed = await openSeedOf(context.keys, tx, credential);
  try {
    const steps = candidateSteps(nowMs, period, drift_steps);
    const step = matchStep(seed, code, steps, parametersOf(credential));
    if (step === undefined) return await refuseWrongCode(tx, context, { ...attempt, seed });
    const claim = {
      step,
      driftSteps: learnDrift(drift_steps, step, nowMs, period),
      clearOfMs: clearOf(step, drift_steps, period),
    };
    const spend = verified_at === null ? completeEnrollment(id, claim, nowMs) : spendStep(id, claim);
    if (await tx.run(spend)) return { accepted: true, verified: true };
    return refused(credential, step > credential.last_step ? 'fenced' : 'already_used');
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

/** Why there is nothing to check a code against; undefined: there is. */
function whyUnusable(credential: CredentialWithUser, nowMs: number): Refusal['reason'] | undefined {
  const { disabled_at, user_disabled_at, sealed_seed, verified_at, enrollment_expires_at } = credential;
  if (disabled_at !== null || user_disabled_at !== null) return 'disabled';
  if (sealed_seed === null) return 'not_enrolled';
  return verified_at === null && (enrollment_expires_at ?? 0) <= nowMs ? 'expired' : undefined;
}

/** Refuses without a charge. */
const refused = ({ verified_at }: CredentialWithUser, reason: Refusal['reason']): Verification => ({
  accepted: false,
  verified: verified_at !== null,
  refusal: { reason },
});
