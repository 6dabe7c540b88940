import type { Context } from '../context.ts';
import { encodeBase32 } from '../core/base32.ts';
import type { Caller } from '../core/caller.ts';
import type { Transaction } from '../store/database.ts';
import { type Diagnosis, diagnoseCode, type Shown } from './diagnose-code.ts';
import { type Payer, payForWrongCode } from './payer.ts';
import { adoptParameters, completeEnrollment, rememberShown, type WholeCredential } from './queries.ts';
import { openReplacedSeedOf, parametersOf, sealSeedOf } from './seed.ts';
import type { Verification } from './verification.ts';

export interface WrongCode {
  caller: Caller;
  credential: WholeCredential;
  seed: Buffer;
  code: string;
  payer: Payer;
  nowMs: number;
}

/**
 * Refuses a code that is wrong and finds out why, for everybody: who may not know is not told, and learns
 * nothing from the time either. When, during enrolment, two codes show what the app uses instead of what it
 * was told, the credential takes that over, and the second code is right.
 */
export async function refuseWrongCode(
  tx: Transaction,
  context: Context,
  wrong: WrongCode,
): Promise<Verification> {
  const { credential, seed, code, payer, nowMs } = wrong;
  const replacedSeed = await openReplacedSeedOf(context.keys, tx, credential);
  const found = diagnoseCode(code, {
    seed,
    replacedSeed,
    parameters: parametersOf(credential),
    driftSteps: credential.drift_steps,
    nowMs,
  });
  replacedSeed?.fill(0);
  const verified = credential.verified_at !== null;
  const diagnosis = verified ? await withoutFutureCode(tx, credential, found) : found;
  if (!verified && 'shown' in diagnosis) {
    const shown = JSON.stringify(diagnosis.shown);
    if (credential.shown_parameters === shown && diagnosis.step > (credential.shown_step ?? -1)) {
      if (await adopt(tx, context, wrong, diagnosis.shown, diagnosis.step))
        return { accepted: true, verified: true };
    }
    await tx.run(rememberShown(credential.id, shown, diagnosis.step));
  }
  const retryAtMs = await payForWrongCode(tx, payer, nowMs);
  return {
    accepted: false,
    verified,
    refusal: {
      reason: diagnosis.reason,
      ...('offsetSeconds' in diagnosis && { offsetSeconds: diagnosis.offsetSeconds }),
    },
    retryAtMs,
  };
}

/**
 * That a code will be right later is told only of the second such code, as an authenticator shows them whose
 * clock is ahead. Told of the first, somebody who guesses would keep it for its time: each guess would be good
 * for all the steps that are looked at.
 */
async function withoutFutureCode(
  tx: Transaction,
  { id, period, shown_parameters, shown_step }: WholeCredential,
  diagnosis: Diagnosis,
): Promise<Diagnosis> {
  if (diagnosis.reason !== 'clock_drift' || diagnosis.offsetSeconds < 0) return diagnosis;
  const { offsetSeconds: aheadSeconds, step } = diagnosis;
  const before = JSON.parse(shown_parameters ?? '{}') as { aheadSeconds?: number };
  await tx.run(rememberShown(id, JSON.stringify({ aheadSeconds }), step));
  const same = Math.abs(aheadSeconds - (before.aheadSeconds ?? Number.NaN)) <= period;
  return same && step > (shown_step ?? step) ? diagnosis : { reason: 'wrong_code' };
}

async function adopt(
  tx: Transaction,
  { keys }: Context,
  { credential, seed, nowMs }: WrongCode,
  { parameters, secretAsText }: Shown,
  step: number,
): Promise<boolean> {
  const { id } = credential;
  const { algorithm, digits, periodSeconds } = parameters;
  const taken = secretAsText ? Buffer.from(encodeBase32(seed)) : seed;
  const row = { ...credential, algorithm, digits, period: periodSeconds };
  await tx.run(adoptParameters(id, parameters, await sealSeedOf(keys, tx, row, taken)));
  const claim = { step, driftSteps: 0, clearOfMs: (step - 1) * periodSeconds * 1_000 };
  return (await tx.run(completeEnrollment(id, claim, nowMs))) === 1;
}
