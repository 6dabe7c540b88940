import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { hashPassword, verifyPassword } from '../core/passwords.ts';
import { loginAttempt } from '../lockouts/login-attempt.ts';
import { checkSlowly } from '../lockouts/slow-check.ts';
import { passwordChangedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { readPasswordConfig } from '../password-policy/password-config.ts';
import { type PasswordFault, passwordFaults } from '../password-policy/password-faults.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';
import { readUser } from '../users/read-users.ts';
import { type PasswordRow, replacePassword, selectPassword } from './queries.ts';

/**
 * Changes the caller's own password, and ends everything they are signed in with besides this. The current one is
 * asked for and guesses at it are counted together with those at the sign-in (ASVS 6.2.3).
 *
 * @returns `wrong`: the current password is another; the rules that the new one breaks.
 * @throws AppError `too_many_requests` while locked; `not_found` for somebody without a password; PasswordGateFull.
 */
export async function changePassword(
  context: Context,
  caller: Caller,
  { current, wanted }: { current: string; wanted: string },
): Promise<'done' | 'wrong' | PasswordFault[]> {
  const { database } = context;
  const { userId, source } = caller;
  const row = await database.get<PasswordRow>(selectPassword(userId));
  const before = row?.password_hash;
  if (!row || !before) throw new AppError('not_found');
  const user = await readUser(context, caller, userId);
  const known = { ...user, email: row.email, issuer: context.config.issuer };
  const faults = passwordFaults(await readPasswordConfig(database), wanted, known);
  if (faults.length) return faults;
  const attempt = loginAttempt('email', row.email_key, source);
  const done = await checkSlowly(context, attempt, {
    userId,
    check: () => verifyPassword(current, before),
    succeed: async () => true,
  });
  if (!done) return 'wrong';
  // A hash takes its time, during which the password may be changed elsewhere: the transaction decides.
  const after = await hashPassword(wanted);
  const nowMs = context.clock();
  const changed = await database.transaction(async (tx) => {
    if (!(await tx.run(replacePassword(userId, { before, after })))) return false;
    await signOutEverywhere(tx, userId, caller);
    await recordEvent(tx, nowMs, { action: 'change_password', actor: caller, targetUserId: userId });
    return true;
  });
  if (!changed) return 'wrong';
  notify(context, { userId, email: row.email, locale: user.locale }, passwordChangedMail);
  return 'done';
}
