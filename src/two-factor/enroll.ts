import { randomBytes } from 'node:crypto';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { type OtpParameters, seedBytes } from '../core/otp.ts';
import { requireRank } from '../roles/require-rank.ts';
import { chargeChange } from './charge-change.ts';
import { findCredential } from './find-credential.ts';
import { selectAccount, storeSeed } from './queries.ts';
import { parametersOf, sealSeedOf } from './seed.ts';
import { ENROLLMENT_MS, type ShownSeed, showSeed } from './shown-seed.ts';

/**
 * Starts or restarts enrolment with a fresh seed. This answer is the one time that the seed leaves the server.
 *
 * @param wanted Other parameters than the credential has so far. Many apps know the usual ones alone.
 * @throws AppError `not_found`; `already_exists` once the user has enrolled; `forbidden`; `too_many_requests`.
 */
export async function enroll(
  { config, database, clock, keys }: Context,
  caller: Caller,
  userId: number,
  wanted: Partial<OtpParameters> = {},
): Promise<ShownSeed> {
  const nowMs = clock();
  const expiresAtMs = nowMs + ENROLLMENT_MS;
  return database.transaction(async (tx) => {
    const credential = await findCredential(tx, userId);
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    const parameters = { ...parametersOf(credential), ...wanted };
    const seed = randomBytes(seedBytes(parameters.algorithm));
    const { algorithm, digits, periodSeconds } = parameters;
    const row = { ...credential, algorithm, digits, period: periodSeconds };
    const sealed = await sealSeedOf(keys, tx, row, seed);
    if (!(await tx.run(storeSeed(credential.id, sealed, parameters, expiresAtMs)))) {
      throw new AppError(
        'already_exists',
        `User ${userId} has already enrolled. Delete the two-factor credential first to start over.`,
      );
    }
    await chargeChange(tx, userId, nowMs);
    const account = await tx.get<{ email: string }>(selectAccount(userId));
    await recordEvent(tx, nowMs, { action: 'start_enrollment', actor: caller, targetUserId: userId });
    const label = { issuer: config.issuer, account: account?.email ?? `user ${userId}` };
    return showSeed(seed, label, parameters, expiresAtMs);
  });
}
