import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { type OtpParameters, timeStep } from '../core/otp.ts';
import { digest, digestsEqual } from '../core/tokens.ts';
import { requireRank } from '../roles/require-rank.ts';
import { findCredential } from './find-credential.ts';
import {
  completeEnrollment,
  insertCredential,
  selectCredential,
  storeSeed,
  type WholeCredential,
} from './queries.ts';
import { openSeedOf, parametersOf, sealSeedOf } from './seed.ts';

/** `conflict`: they have enrolled otherwise, and nothing was changed. */
export type Imported = 'imported' | 'unchanged' | 'conflict';

/**
 * Takes over a seed that the user's app has already, from another program. No code counts that the other program may
 * have accepted: the first one that does is of the step after the next.
 *
 * @throws AppError `not_found`; `forbidden` for a user of higher rank.
 */
export async function importCredential(
  { database, clock, keys }: Context,
  caller: Caller,
  userId: number,
  { seed, parameters }: { seed: Buffer; parameters: OtpParameters },
): Promise<Imported> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    await requireRank(tx, caller, userId);
    const before = await tx.get<WholeCredential>(selectCredential(userId));
    if (before && before.verified_at !== null) {
      const known = await openSeedOf(keys, tx, before);
      const same =
        digestsEqual(digest(known.toString('hex')), digest(seed.toString('hex'))) &&
        JSON.stringify(parametersOf(before)) === JSON.stringify(parameters);
      known.fill(0);
      return same ? 'unchanged' : 'conflict';
    }
    await tx.run(insertCredential(userId, parameters, false, nowMs));
    const { algorithm, digits, periodSeconds } = parameters;
    const row = { ...(await findCredential(tx, userId)), algorithm, digits, period: periodSeconds };
    await tx.run(storeSeed(row.id, await sealSeedOf(keys, tx, row, seed), parameters, nowMs));
    // A step in the future: no fence is in its way.
    const claim = {
      step: timeStep(nowMs, periodSeconds) + 1,
      driftSteps: 0,
      clearOfMs: Number.MAX_SAFE_INTEGER,
    };
    await tx.run(completeEnrollment(row.id, claim, nowMs));
    await recordEvent(tx, nowMs, { action: 'import_two_factor', actor: caller, targetUserId: userId });
    return 'imported';
  });
}
