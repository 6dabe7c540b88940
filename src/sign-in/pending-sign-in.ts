import type { Context } from '../context.ts';
import { digest, newSessionToken } from '../core/tokens.ts';
import type { Transaction } from '../store/database.ts';
import { type NeededFactor, neededFactor } from '../two-factor/needed-factor.ts';
import { deleteExpiredSignIns, findSignIn, insertSignIn, type SignInRow } from './queries.ts';

/** How long somebody who has proved a password has for the rest. */
export const SIGN_IN_MS = 15 * 60_000;

/** Somebody who has proved a password, and what they must prove or do yet. It is no session. */
export interface PendingSignIn extends SignInRow {
  digest: Uint8Array;
  needs: NeededFactor;
}

/** @returns The token: only its digest is kept, so this is the one time it can be seen. */
export async function startSignIn(
  tx: Transaction,
  nowMs: number,
  { userId, returnTo }: { userId: number; returnTo: string },
): Promise<string> {
  const token = newSessionToken();
  await tx.run(deleteExpiredSignIns(nowMs));
  const expiresAtMs = nowMs + SIGN_IN_MS;
  await tx.run(insertSignIn({ digest: digest(token), userId, returnTo, nowMs, expiresAtMs }));
  return token;
}

/** @returns undefined when the token is unknown or too old, or its user has no way in any more. */
export async function findPendingSignIn(
  { database, clock }: Context,
  token: string | undefined,
): Promise<PendingSignIn | undefined> {
  if (token === undefined) return undefined;
  const tokenDigest = digest(token);
  const nowMs = clock();
  const row = await database.get<SignInRow>(findSignIn(tokenDigest, nowMs));
  return row && { ...row, digest: tokenDigest, needs: await neededFactor(database, row.user_id, nowMs) };
}
