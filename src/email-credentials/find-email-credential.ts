import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { type EmailCredentialRow, selectCredential, selectCredentials } from './queries.ts';

/** @throws AppError `not_found` when there is no such user or they have no e-mail credential. */
export async function findEmailCredential(reader: Reader, userId: number): Promise<EmailCredentialRow> {
  const row = await reader.get<EmailCredentialRow>(selectCredential(userId));
  if (!row) throw notFound();
  return row;
}

/** @param userIds At least one. */
export const emailCredentialsOf = (
  reader: Reader,
  userIds: readonly number[],
): Promise<EmailCredentialRow[]> => reader.all<EmailCredentialRow>(selectCredentials(userIds));
