import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { type Bucket, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { findEmailCredential } from '../email-credentials/find-email-credential.ts';
import { passwordLinkMail } from '../mail/account-mails.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { waitUntil } from '../two-factor/charge-change.ts';
import { LINK_MINUTES, linkUrl, replaceLink } from './create-link.ts';
import { chargeMail, selectMailsSpent } from './queries.ts';

/** Five mails to a user at once, then one a minute. */
const MAILS: Bucket = { capacity: 5, refillMs: 60_000 };

/**
 * Mails a user a link with which they choose a password. The one before is no longer good. The mail goes once
 * the link is on disk; when the server does not take it, the link stays, as the mail may arrive all the same.
 *
 * @param origin What the link starts with.
 * @returns undefined: the mail has gone. Without a mail server: the token, for the caller to pass on.
 * @throws AppError `not_found` and `forbidden` as for `createLink`; `too_many_requests` with the time to wait;
 * `mail_not_sent`.
 */
export function sendLink(
  context: Context,
  caller: Caller,
  userId: number,
  origin: string,
): Promise<string | undefined> {
  return deliverLink(context, { actor: caller, userId, origin, bucket: MAILS });
}

interface Delivery {
  /** Who asks for it; null: somebody who says they are the user. */
  actor: Caller | null;
  /** Where the request came from, when there is no actor to say it. */
  source?: string;
  userId: number;
  origin: string;
  bucket: Bucket;
}

/** As `sendLink`, for anybody who may ask. */
export async function deliverLink(
  { config, database, clock, mailer, log }: Context,
  { actor, userId, origin, bucket, ...from }: Delivery,
): Promise<string | undefined> {
  const nowMs = clock();
  const made = await database.transaction(async (tx) => {
    const { email, locale, password_hash } = await findEmailCredential(tx, userId);
    if (actor) await requireRank(tx, actor, userId);
    await charge(tx, nowMs, userId, bucket);
    const token = await replaceLink(tx, nowMs, userId);
    await recordEvent(tx, nowMs, { action: 'send_password_link', actor, targetUserId: userId, ...from });
    return { token, email, locale, first: password_hash === null };
  });
  if (!mailer) return made.token;
  const url = linkUrl(origin, made.token, made.first);
  const recipient = { email: made.email, locale: made.locale, issuer: config.issuer };
  try {
    await mailer.send(passwordLinkMail(recipient, { url, minutes: LINK_MINUTES, first: made.first }));
  } catch (error) {
    log.error({ err: error, userId }, 'mail not sent');
    throw new AppError(
      'mail_not_sent',
      'The mail server did not take the mail: the log of this server says why. Try again, or make a link to pass on with create_user_credentials_email_password_reset.',
    );
  }
  return undefined;
}

async function charge(tx: Transaction, nowMs: number, userId: number, bucket: Bucket): Promise<void> {
  if (await tx.run(chargeMail(userId, bucket, nowMs))) return;
  const row = await tx.get<{ spent_until: number }>(selectMailsSpent(userId));
  const retryAt = retryAtMs(row?.spent_until ?? nowMs, nowMs, bucket) ?? nowMs;
  throw waitUntil(retryAt, nowMs, 'mails to this user');
}
