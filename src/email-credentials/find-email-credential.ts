import { notFound } from '../core/app-error.ts';
import { type Caller, may } from '../core/caller.ts';
import { permissions } from '../core/permissions.ts';
import type { Reader } from '../store/database.ts';
import { type EmailCredentialRow, selectCredential, selectCredentials } from './queries.ts';

/**
 * @param caller To whom it is shown; absent: to nobody.
 * @throws AppError `not_found` when there is no such user or they have no e-mail credential.
 */
export async function findEmailCredential(
  reader: Reader,
  userId: number,
  caller?: Caller,
): Promise<EmailCredentialRow> {
  const asksRank = caller !== undefined && rankMatters(caller);
  const row = await reader.get<EmailCredentialRow>(selectCredential(userId, asksRank));
  if (!row) throw notFound();
  return row;
}

/**
 * @param userIds At least one.
 * @param caller To whom they are shown.
 */
export const emailCredentialsOf = (
  reader: Reader,
  userIds: readonly number[],
  caller: Caller,
): Promise<EmailCredentialRow[]> =>
  reader.all<EmailCredentialRow>(selectCredentials(userIds, rankMatters(caller)));

/** Whether it depends on the user what the caller may do: not for those who may do nothing or everything. */
export const rankMatters = (caller: Caller): boolean =>
  may(caller, 'manage_users') && caller.permissions.size < Object.keys(permissions).length;
