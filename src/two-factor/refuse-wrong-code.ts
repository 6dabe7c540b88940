import type { Context } from '../context.ts';
import { encodeBase32 } from '../core/base32.ts';
import type { Caller } from '../core/caller.ts';
import { sealSeed } from '../core/sealing.ts';
import type { Transaction } from '../store/database.ts';
import { diagnoseCode, type Shown } from './diagnose-code.ts';
import { type Payer, payForWrongCode } from './payer.ts';
import { adoptParameters, type CredentialWithUser, completeEnrollment, rememberShown } from './queries.ts';
import { bindingOf, openReplacedSeedOf, parametersOf } from './seed.ts';
import type { Verification } from './verification.ts';

export interface WrongCode {
  caller: Caller;
  credential: CredentialWithUser;
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
  const replacedSeed = openReplacedSeedOf(context.keys, credential);
  const diagnosis = diagnoseCode(code, {
    seed,
    replacedSeed,
    parameters: parametersOf(credential),
    driftSteps: credential.drift_steps,
    nowMs,
  });
  replacedSeed?.fill(0);
  const verified = credential.verified_at !== null;
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
  const binding = bindingOf(keys, { ...credential, algorithm, digits, period: periodSeconds });
  await tx.run(adoptParameters(id, parameters, sealSeed(keys.primary, taken, binding), keys.primary.id));
  const claim = { step, driftSteps: 0, clearOfMs: (step - 1) * periodSeconds * 1_000 };
  return (await tx.run(completeEnrollment(id, claim, nowMs))) === 1;
}
