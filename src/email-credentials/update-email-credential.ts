import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { addressChangedMail } from '../mail/account-mails.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { type EmailChanges, inUse } from './create-email-credential.ts';
import { requireEmail } from './email-address.ts';
import { findEmailCredential } from './find-email-credential.ts';
import { setAddress, setPasswordResetRequired } from './queries.ts';

/**
 * Changes what is given of a user's e-mail credential. Links that went to the old address end, and a mail says
 * so there (NIST SP 800-63B-4 section 4.6): nobody waits for it.
 *
 * @throws AppError `not_found`; `validation_failed` for an address that is malformed or another user's;
 * `forbidden` for a user of higher rank.
 */
export async function updateEmailCredential(
  { config, database, clock, mailer, log }: Context,
  caller: Caller,
  userId: number,
  { email, forced_password_reset_at_next_login: forced }: EmailChanges,
): Promise<void> {
  const nowMs = clock();
  const before = await database.transaction(async (tx) => {
    const credential = await findEmailCredential(tx, userId);
    await requireRank(tx, caller, userId);
    if (email !== undefined) await changeAddress(tx, userId, email);
    if (forced !== undefined) await tx.run(setPasswordResetRequired(userId, forced ? nowMs : null));
    if (email === undefined && forced === undefined) return credential;
    await recordEvent(tx, nowMs, { action: 'update_email', actor: caller, targetUserId: userId });
    return credential;
  });
  if (typeof email !== 'string' || canonical(email) === canonical(before.email)) return;
  mailer
    ?.send(addressChangedMail({ email: before.email, locale: before.locale, issuer: config.issuer }))
    .catch((error) => log.error({ err: error, userId }, 'mail not sent'));
}

/**
 * Puts another address in the place of every one that a disabled user has, so that the old one is free.
 *
 * @throws AppError `not_found`; `validation_failed` when the user is not disabled, and as above; `forbidden`.
 */
export async function replaceEmails(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  email: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const { user_disabled_at } = await findEmailCredential(tx, userId);
    await requireRank(tx, caller, userId);
    if (user_disabled_at === null) {
      throw invalidField('is_disabled', `User ${userId} must be disabled before the addresses are replaced.`);
    }
    await changeAddress(tx, userId, email);
    await recordEvent(tx, clock(), { action: 'replace_emails', actor: caller, targetUserId: userId });
  });
}

async function changeAddress(tx: Transaction, userId: number, given: string | null): Promise<void> {
  const email = requireEmail(given);
  if (!(await tx.run(setAddress(userId, { email, emailKey: canonical(email) })))) throw inUse();
}
