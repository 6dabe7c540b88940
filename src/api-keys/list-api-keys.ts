import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { type ApiKeyRow, selectApiKey, selectApiKeysOf } from './queries.ts';

export type { ApiKeyRow } from './queries.ts';

/** @param userIds At least one. */
export const apiKeysOf = (reader: Reader, userIds: readonly number[]): Promise<ApiKeyRow[]> =>
  reader.all<ApiKeyRow>(selectApiKeysOf(userIds));

/** @throws AppError `not_found` when there is no such user. */
export async function listApiKeys(reader: Reader, userId: number): Promise<ApiKeyRow[]> {
  await requireUser(reader, userId);
  return apiKeysOf(reader, [userId]);
}

/** @throws AppError `not_found` when the user has no such key. */
export async function findApiKey(reader: Reader, userId: number, id: number): Promise<ApiKeyRow> {
  const row = await reader.get<ApiKeyRow>(selectApiKey(userId, id));
  if (!row) throw notFound();
  return row;
}
