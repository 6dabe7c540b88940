import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { hashPassword } from '../core/passwords.ts';
import { digest } from '../core/tokens.ts';
import { passwordChangedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import type { PasswordConfig } from '../password-policy/check-password.ts';
import { readPasswordConfig } from '../password-policy/password-config.ts';
import { type PasswordFault, passwordFaults } from '../password-policy/password-faults.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';
import { type LinkRow, selectLink, setPassword, spendLink } from './queries.ts';

/** What the holder of a good link may know. */
export interface OpenLink {
  user: LinkRow;
  config: PasswordConfig;
}

const token = /^[0-9A-Za-z]{40}$/;

/**
 * Looks at a link without using it: mail scanners open what they find.
 *
 * @returns undefined: it is malformed, unknown, used, replaced, expired, or of a user who is disabled.
 */
export async function openLink({ database, clock }: Context, given: string): Promise<OpenLink | undefined> {
  const user = token.test(given) && (await database.get<LinkRow>(selectLink(digest(given), clock())));
  return user ? { user, config: await readPasswordConfig(database) } : undefined;
}

/**
 * Sets the password that the holder of a link chose, uses the link up, and ends everything the user is signed
 * in with. It signs nobody in, and touches no second factor.
 *
 * @param source The address the request came from.
 * @returns `gone` for a link that is not good; the rules that the password breaks, which leave the link as it is.
 * @throws PasswordGateFull when too many passwords are being checked.
 */
export async function choosePassword(
  context: Context,
  { link, password, source }: { link: string; password: string; source: string },
): Promise<'done' | 'gone' | PasswordFault[]> {
  const open = await openLink(context, link);
  if (!open) return 'gone';
  const { issuer } = context.config;
  const faults = passwordFaults(open.config, password, { ...open.user, issuer });
  if (faults.length) return faults;
  // A hash takes its time, during which the link may be used or end: the transaction decides.
  const passwordHash = await hashPassword(password);
  const { user_id: userId, first } = open.user;
  const nowMs = context.clock();
  const done = await context.database.transaction(async (tx) => {
    if (!(await tx.run(spendLink(digest(link), nowMs)))) return false;
    await tx.run(setPassword(userId, passwordHash));
    await signOutEverywhere(tx, userId);
    const action = first ? 'set_first_password' : 'reset_password';
    await recordEvent(tx, nowMs, { action, actor: null, targetUserId: userId, source });
    return true;
  });
  if (!done) return 'gone';
  if (!first) notify(context, { ...open.user, userId }, passwordChangedMail);
  return 'done';
}
