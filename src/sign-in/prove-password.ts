import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { networkOf } from '../core/network.ts';
import { verifyPassword } from '../core/passwords.ts';
import { loginAttempt } from '../lockouts/login-attempt.ts';
import { checkSlowly } from '../lockouts/slow-check.ts';
import { nextToken, recognizeDevice } from '../trusted-devices/trust-device.ts';
import { warnOfCopy } from '../trusted-devices/warn-of-copy.ts';
import { holdNeededFactor } from '../two-factor/needed-factor.ts';
import { type Entry, enter, type Visit } from './enter.ts';
import { startSignIn } from './pending-sign-in.ts';
import { type PersonRow, personWithEmail } from './queries.ts';

export interface PasswordAttempt extends Visit {
  email: string;
  password: string;
  /** Where to go once signed in. */
  returnTo: string;
  /** The token that the browser has as a device that a user trusts. */
  deviceTokenOf: (userId: number) => string | undefined;
}

/** Whose the password is, and how it goes on. */
export type Proved = { userId: number } & (
  | { step: 'pending'; token: string }
  | (Entry & { deviceToken: string | undefined })
);

/**
 * The first step of signing in. Unknown, without a password, disabled and wrong look the same, take the same time,
 * and count the same. A password alone is let in where there is no second factor, or on a device that the user trusts.
 *
 * @returns undefined when e-mail address and password do not belong together.
 * @throws AppError `too_many_requests` while locked: then nothing is looked at; PasswordGateFull.
 */
export async function provePassword(
  context: Context,
  { email, password, returnTo, deviceTokenOf, ...visit }: PasswordAttempt,
): Promise<Proved | undefined> {
  const emailKey = canonical(email);
  const person = await context.database.get<PersonRow>(personWithEmail(emailKey));
  const hash = person?.password_hash ?? undefined;
  let copied = false;
  const attempt = loginAttempt('email', emailKey, visit.source);
  const proved = await checkSlowly<Proved | undefined>(context, attempt, {
    userId: person?.user_id ?? null,
    check: () => verifyPassword(password, hash, networkOf(visit.source)),
    async succeed(tx, nowMs) {
      copied = false;
      // What is right now decides: the check took its time.
      const now = await tx.get<PersonRow>(personWithEmail(emailKey));
      if (!now || now.password_hash !== hash) return undefined;
      const { user_id: userId } = now;
      const needs = await holdNeededFactor(tx, userId, nowMs);
      const entered = async (deviceToken?: string): Promise<Proved> => ({
        userId,
        ...(await enter(tx, nowMs, now, { ...visit, secondFactorAtMs: null })),
        deviceToken,
      });
      if (needs === 'none') return entered();
      const known = needs === 'code' ? deviceTokenOf(userId) : undefined;
      if (known !== undefined) {
        const caller = halfSignedIn(userId, visit.source);
        const { device, ...found } = await recognizeDevice(tx, caller, userId, known, nowMs);
        copied = found.copied ?? false;
        if (device) return entered(await nextToken(tx, device, nowMs));
      }
      return { userId, step: 'pending', token: await startSignIn(tx, nowMs, { userId, returnTo }) };
    },
  });
  if (copied && proved) await warnOfCopy(context, proved.userId);
  return proved;
}

/** Who has proved a password alone acts for themselves and may do nothing that needs a permission. */
export const halfSignedIn = (userId: number, source: string): Caller => ({
  userId,
  sudoUserId: null,
  apiKeyId: 0,
  tokenDigest: new Uint8Array(),
  permissions: new Set(),
  source,
});
