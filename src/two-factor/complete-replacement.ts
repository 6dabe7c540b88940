import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { candidateSteps, learnDrift, MAX_DRIFT_STEPS, matchStep, parseCode } from '../core/otp.ts';
import { RECOVERY_CODE_COUNT } from '../core/recovery-codes.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';
import type { Reader, Transaction } from '../store/database.ts';
import { forgetDevicesOf } from '../trusted-devices/forget-device.ts';
import { diagnoseCode } from './diagnose-code.ts';
import { credentialsOf, holdCredential } from './find-credential.ts';
import { findPayer, payForWrongCode, requireBudget } from './payer.ts';
import {
  adoptReplacement,
  type CredentialWithUser,
  deleteReplacement,
  selectReplacement,
  type WholeCredential,
  type WholeReplacement,
} from './queries.ts';
import { putRecoveryCodes, type RecoveryCodes, recoveryCodesLeft } from './recovery-codes.ts';
import { openSeedOf, parametersOf } from './seed.ts';
import type { Refusal } from './verification.ts';

export type Replacement =
  /** `codes`: the new ones, if there had to be new ones. */
  { codes: RecoveryCodes | undefined; codesLeft: number } | { refusal: Refusal };

/** What somebody has been shown and not confirmed yet; undefined: nothing, or it is too late. */
export async function openReplacement(
  { database, clock }: Context,
  userId: number,
): Promise<{ digits: number } | undefined> {
  const [credential] = await credentialsOf(database, [userId]);
  const row = credential && (await findReplacement(database, credential, clock()));
  return row && { digits: row.digits };
}

const findReplacement = (
  reader: Reader,
  { id }: CredentialWithUser,
  nowMs: number,
): Promise<WholeReplacement | undefined> => reader.get<WholeReplacement>(selectReplacement(id, nowMs));

/**
 * Puts the new seed in the place of the old one with its first right code, which counts as used. What the old one
 * opened is closed, as when a factor is removed, but for what the caller came with. A wrong code is paid for as
 * any other: it is returned, not thrown, because throwing would undo that.
 *
 * Recovery codes are a factor of their own and stay, unless some were used: for those there must be new ones
 * (NIST SP 800-63B-4 section 4.2.1.1), and a set is made as a whole.
 *
 * @throws AppError `not_found`; `validation_failed` for another number of digits, which costs nothing;
 * `too_many_requests` when there is no budget: then the code is not looked at.
 */
export async function completeReplacement(
  context: Context,
  caller: Caller,
  text: string,
): Promise<Replacement> {
  const nowMs = context.clock();
  const { userId } = caller;
  return context.database.transaction(async (tx) => {
    const credential = await holdCredential(tx, userId);
    const pending = await findReplacement(tx, credential, nowMs);
    if (!pending) return { refusal: { reason: 'expired' } };
    const code = parseCode(text, pending.digits);
    if (code === undefined) {
      throw invalidField('code', `'code' must be a string of exactly ${pending.digits} ASCII digits.`);
    }
    const refusal =
      credential.disabled_at !== null || credential.user_disabled_at !== null
        ? ({ reason: 'disabled' } satisfies Refusal)
        : await replace(tx, context, { caller, credential, pending, code, nowMs });
    await recordEvent(tx, nowMs, {
      action: 'replace_two_factor',
      outcome: refusal?.reason ?? 'accepted',
      actor: caller,
      targetUserId: userId,
    });
    if (refusal) return { refusal };
    await forgetDevicesOf(tx, userId);
    await signOutEverywhere(tx, userId, caller);
    const { remaining } = await recoveryCodesLeft(tx, userId);
    const codes =
      remaining < RECOVERY_CODE_COUNT ? await putRecoveryCodes(tx, caller, userId, nowMs) : undefined;
    return { codes, codesLeft: codes ? codes.codes.length : remaining };
  });
}

interface ReplacementAttempt {
  caller: Caller;
  credential: WholeCredential;
  pending: WholeReplacement;
  code: string;
  nowMs: number;
}

/** @returns Why not; undefined: the new seed is in its place. */
async function replace(
  tx: Transaction,
  context: Context,
  { caller, credential, pending, code, nowMs }: ReplacementAttempt,
): Promise<Refusal | undefined> {
  const payer = await findPayer(tx, context, caller, credential, undefined, nowMs);
  await requireBudget(tx, payer, nowMs);
  const { period } = pending;
  const parameters = parametersOf(pending);
  const seed = await openSeedOf(context.keys, tx, { ...pending, id: credential.id });
  const oldSeed = await openSeedOf(context.keys, tx, credential);
  try {
    const step = matchStep(seed, code, candidateSteps(nowMs, period, 0), parameters);
    if (step === undefined) {
      const found = diagnoseCode(code, { seed, replacedSeed: oldSeed, parameters, driftSteps: 0, nowMs });
      await payForWrongCode(tx, payer, nowMs);
      return {
        reason: found.reason,
        ...('offsetSeconds' in found && { offsetSeconds: found.offsetSeconds }),
      };
    }
    const claim = {
      step,
      driftSteps: learnDrift(0, step, nowMs, period),
      clearOfMs: (step - MAX_DRIFT_STEPS - 1) * period * 1_000,
    };
    if (!(await tx.run(adoptReplacement(pending, claim, nowMs)))) return { reason: 'fenced' };
    await tx.run(deleteReplacement(pending.id));
    return undefined;
  } finally {
    seed.fill(0);
    oldSeed.fill(0);
  }
}
