import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { digest, newLinkToken } from '../core/tokens.ts';
import { findEmailCredential } from '../email-credentials/find-email-credential.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { putLink } from './queries.ts';

export const LINK_MINUTES = 60;

/**
 * Makes a link with which a user chooses a password, for the caller to pass on. The one before is no longer
 * good.
 *
 * @param expires Whether it is good for an hour alone.
 * @returns The token: only its digest is kept, so this is the one time it can be seen.
 * @throws AppError `not_found` for no such user or one without an e-mail credential; `forbidden` for a user of
 * higher rank.
 */
export async function createLink(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  { expires }: { expires: boolean },
): Promise<string> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    await findEmailCredential(tx, userId);
    await requireRank(tx, caller, userId);
    const token = await replaceLink(tx, nowMs, userId, expires);
    await recordEvent(tx, nowMs, { action: 'create_password_link', actor: caller, targetUserId: userId });
    return token;
  });
}

/** @returns The token of the new link. */
export async function replaceLink(
  tx: Transaction,
  nowMs: number,
  userId: number,
  expires = true,
): Promise<string> {
  const token = newLinkToken();
  const expiresAtMs = expires ? nowMs + LINK_MINUTES * 60_000 : null;
  await tx.run(putLink({ userId, digest: digest(token), nowMs, expiresAtMs }));
  return token;
}

/**
 * The address of a link. Both pages take every link: they differ in what they say.
 *
 * @param first Whether the user never had a password.
 */
export const linkUrl = (origin: string, token: string, first: boolean): string =>
  `${origin}/${first ? 'account/setup' : 'password/reset'}/${token}`;
