import { randomBytes } from 'node:crypto';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { seedBytes } from '../core/otp.ts';
import { chargeChange } from './charge-change.ts';
import { holdCredential } from './find-credential.ts';
import { putReplacement, selectAccount } from './queries.ts';
import { parametersOf, sealSeedOf } from './seed.ts';
import { ENROLLMENT_MS, type ShownSeed, showSeed } from './shown-seed.ts';

/**
 * Shows the caller a seed that is to take the place of the one they have, which holds until a code of the new one is
 * right: nobody is without a factor in between. Parameters stay. See docs/decisions/0023-another-phone.md.
 *
 * @throws AppError `not_found` for somebody who has not enrolled or whose credential is disabled;
 * `too_many_requests`.
 */
export async function startReplacement(
  { config, database, clock, keys }: Context,
  caller: Caller,
): Promise<ShownSeed> {
  const nowMs = clock();
  const expiresAtMs = nowMs + ENROLLMENT_MS;
  const { userId } = caller;
  return database.transaction(async (tx) => {
    const credential = await holdCredential(tx, userId);
    if (credential.verified_at === null || credential.disabled_at !== null) throw notFound();
    await chargeChange(tx, userId, nowMs);
    const parameters = parametersOf(credential);
    const seed = randomBytes(seedBytes(parameters.algorithm));
    const sealed = await sealSeedOf(keys, tx, credential, seed);
    await tx.run(putReplacement(credential, sealed, expiresAtMs));
    await recordEvent(tx, nowMs, { action: 'start_replacement', actor: caller, targetUserId: userId });
    const account = await tx.get<{ email: string }>(selectAccount(userId));
    const label = { issuer: config.issuer, account: account?.email ?? `user ${userId}` };
    return showSeed(seed, label, parameters, expiresAtMs);
  });
}
