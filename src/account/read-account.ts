import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { type NeededFactor, neededFactor } from '../two-factor/needed-factor.ts';
import { recoveryCodesLeft } from '../two-factor/recovery-codes.ts';
import { readUser } from '../users/read-users.ts';

/** What somebody sees of themselves. */
export interface Account {
  userId: number;
  firstName: string;
  lastName: string;
  /** First and last name, or the e-mail address of somebody without either. */
  name: string;
  email: string;
  locale: string | null;
  /** `code`: set up. `enroll`: must be set up at the next sign-in. */
  secondFactor: NeededFactor;
  recoveryCodesLeft: number;
}

/** @throws AppError `not_found` when there is no such user any more. */
export async function readAccount(context: Context, caller: Caller): Promise<Account> {
  const { database } = context;
  const { id: userId, first_name, last_name, email, locale } = await readUser(context, caller, caller.userId);
  const { remaining } = await recoveryCodesLeft(database, userId);
  const name = [first_name, last_name].filter((part) => part !== '').join(' ');
  return {
    userId,
    firstName: first_name,
    lastName: last_name,
    name: name || (email ?? ''),
    email: email ?? '',
    locale,
    secondFactor: await neededFactor(database, userId, context.clock()),
    recoveryCodesLeft: remaining,
  };
}
