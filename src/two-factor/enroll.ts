import { randomBytes } from 'node:crypto';
import { renderSVG } from 'uqr';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { encodeBase32 } from '../core/base32.ts';
import type { Caller } from '../core/caller.ts';
import { type OtpParameters, seedBytes } from '../core/otp.ts';
import { formatOtpauthUri } from '../core/otpauth.ts';
import { requireRank } from '../roles/require-rank.ts';
import { chargeChange } from './charge-change.ts';
import { findCredential } from './find-credential.ts';
import { selectAccount, storeSeed } from './queries.ts';
import { parametersOf, sealSeedOf } from './seed.ts';

/** How long a fresh seed waits for its first code. */
const ENROLLMENT_MS = 10 * 60_000;

export interface Enrollment {
  secret: string;
  otpauthUrl: string;
  qrCode: string;
  parameters: OtpParameters;
  expiresAtMs: number;
}

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
): Promise<Enrollment> {
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
    const otpauthUrl = formatOtpauthUri({
      issuer: config.issuer,
      account: account?.email ?? `user ${userId}`,
      seed,
      parameters,
    });
    const secret = encodeBase32(seed);
    seed.fill(0);
    return { secret, otpauthUrl, qrCode: drawQrCode(otpauthUrl), parameters, expiresAtMs };
  });
}

const drawQrCode = (content: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(renderSVG(content, { border: 4 })).toString('base64')}`;
