import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireRank } from '../roles/require-rank.ts';
import { requireUser } from '../users/user-exists.ts';
import { requireEmail } from './email-address.ts';
import { insertCredential, selectCredential, setPasswordResetRequired } from './queries.ts';

/** What a client can set. What is absent stays as it is. */
export interface EmailChanges {
  email?: string | null;
  forced_password_reset_at_next_login?: boolean;
}

export const inUse = (): AppError =>
  invalidField('email', "'email' is the address of another user.", 'already_exists');

/**
 * Gives a user an e-mail address to sign in with. They have no password yet.
 *
 * @throws AppError `not_found`; `already_exists` when the user has one; `validation_failed` for an address
 * that is missing, malformed or another user's; `forbidden` for a user of higher rank.
 */
export async function createEmailCredential(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  given: EmailChanges,
): Promise<void> {
  const email = requireEmail(given.email);
  const nowMs = clock();
  await database.transaction(async (tx) => {
    await requireUser(tx, userId);
    await requireRank(tx, caller, userId);
    const address = { email, emailKey: canonical(email) };
    if (!(await tx.run(insertCredential(userId, address, nowMs)))) {
      if (!(await tx.get(selectCredential(userId)))) throw inUse();
      throw new AppError(
        'already_exists',
        `User ${userId} already has an e-mail credential. Change it, or delete it first to start over.`,
      );
    }
    if (given.forced_password_reset_at_next_login) await tx.run(setPasswordResetRequired(userId, nowMs));
    await recordEvent(tx, nowMs, { action: 'create_email', actor: caller, targetUserId: userId });
  });
}
