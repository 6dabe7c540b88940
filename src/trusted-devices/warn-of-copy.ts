import type { Context } from '../context.ts';
import { deviceCopiedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { selectOwner } from './queries.ts';

/** Tells a user that a trusted device of theirs was copied, and is not trusted any more. */
export async function warnOfCopy(context: Context, userId: number): Promise<void> {
  if (!context.mailer) return;
  const owner = await context.database.get<{ email: string; locale: string | null }>(selectOwner(userId));
  if (owner) notify(context, { userId, ...owner }, deviceCopiedMail);
}
