import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { type EmbedCredentialRow, selectEmbedCredential, selectEmbedCredentials } from './queries.ts';

/** @param userIds At least one. */
export const embedCredentialsOf = (
  reader: Reader,
  userIds: readonly number[],
): Promise<EmbedCredentialRow[]> => reader.all<EmbedCredentialRow>(selectEmbedCredentials(userIds));

/** @throws AppError `not_found` when there is no such user. */
export async function listEmbedCredentials(reader: Reader, userId: number): Promise<EmbedCredentialRow[]> {
  await requireUser(reader, userId);
  return embedCredentialsOf(reader, [userId]);
}

/** @throws AppError `not_found` when the user has no such credential. */
export async function findEmbedCredential(
  reader: Reader,
  userId: number,
  id: number,
): Promise<EmbedCredentialRow> {
  const row = await reader.get<EmbedCredentialRow>(selectEmbedCredential(userId, id));
  if (!row) throw notFound();
  return row;
}
