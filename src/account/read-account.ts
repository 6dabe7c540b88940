import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { type NeededFactor, neededFactor } from '../two-factor/needed-factor.ts';
import { recoveryCodesLeft } from '../two-factor/recovery-codes.ts';
import { nameOf } from '../users/name-users.ts';
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
  const user = await readUser(context, caller, caller.userId);
  const { id: userId, first_name, last_name, email, locale } = user;
  const { remaining } = await recoveryCodesLeft(database, userId);
  return {
    userId,
    firstName: first_name,
    lastName: last_name,
    name: nameOf(user),
    email: email ?? '',
    locale,
    secondFactor: await neededFactor(database, userId, context.clock()),
    recoveryCodesLeft: remaining,
  };
}
