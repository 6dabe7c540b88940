import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { matchStep, parseCode, timeStep } from '../core/otp.ts';
import { holdCredential } from './find-credential.ts';
import { findPayer, payForWrongCode, requireBudget } from './payer.ts';
import { spendStep } from './queries.ts';
import { openSeedOf, parametersOf } from './seed.ts';
import type { Verification } from './verification.ts';

/** How far off an authenticator is looked for, in seconds. */
const SEARCH_SECONDS = 90 * 60;

/**
 * Finds out where a drifted authenticator's clock is, by two codes it showed one after the other (RFC 4226
 * section 7.4, RFC 6238 section 6). The second counts as used. One attempt is one guess; that two codes match
 * by chance somewhere among the steps that are tried is less likely than that one does within the window.
 *
 * @throws AppError `not_found`; `validation_failed` unless there are two codes of the credential's digits;
 * `too_many_requests` when there is no budget: then the codes are not looked at.
 */
export async function resynchronize(
  context: Context,
  caller: Caller,
  userId: number,
  codes: readonly string[],
): Promise<Verification> {
  const nowMs = context.clock();
  return context.database.transaction(async (tx) => {
    const credential = await holdCredential(tx, userId);
    const { id, digits, period, last_step, disabled_at, user_disabled_at, verified_at } = credential;
    const [first, second] = codes.map((code) => parseCode(code, digits));
    if (first === undefined || second === undefined) {
      throw invalidField(
        'consecutive_codes',
        `'consecutive_codes' must be two strings of exactly ${digits} ASCII digits.`,
      );
    }
    const record = async (verification: Verification): Promise<Verification> => {
      await recordEvent(tx, nowMs, {
        action: 'resynchronize',
        outcome: verification.refusal?.reason ?? 'accepted',
        actor: caller,
        targetUserId: userId,
      });
      return verification;
    };
    const verified = verified_at !== null;
    if (disabled_at !== null || user_disabled_at !== null) {
      return record({ accepted: false, verified, refusal: { reason: 'disabled' } });
    }
    if (!verified) return record({ accepted: false, verified, refusal: { reason: 'not_enrolled' } });
    const payer = await findPayer(tx, context, caller, credential, undefined, nowMs);
    await requireBudget(tx, payer, nowMs);

    const seed = await openSeedOf(context.keys, tx, credential);
    const centre = timeStep(nowMs, period);
    const reach = Math.ceil(SEARCH_SECONDS / period);
    const steps = Array.from({ length: 2 * reach + 1 }, (_, index) => centre - reach + index).filter(
      (step) => step > last_step,
    );
    const step = steps.findLast((step) => {
      const one = matchStep(seed, first, [step - 1], parametersOf(credential));
      const two = matchStep(seed, second, [step], parametersOf(credential));
      return one !== undefined && two !== undefined;
    });
    seed.fill(0);
    const claim = step !== undefined && {
      step,
      driftSteps: step - centre,
      // Any of the steps that are looked at can have been accepted as long ago as is looked.
      clearOfMs: nowMs - SEARCH_SECONDS * 1_000,
    };
    if (claim && (await tx.run(spendStep(id, claim)))) {
      return record({ accepted: true, verified });
    }
    const retryAtMs = await payForWrongCode(tx, payer, nowMs);
    return record({
      accepted: false,
      verified,
      refusal: { reason: 'wrong_code' },
      retryAtMs,
    });
  });
}
