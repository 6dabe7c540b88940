import { notFound } from '../core/app-error.ts';
import type { Reader, Transaction } from '../store/database.ts';
import {
  type CredentialWithUser,
  selectCredential,
  selectCredentials,
  type WholeCredential,
} from './queries.ts';

/** @throws AppError `not_found` when there is no such user or they have no two-factor credential. */
export async function findCredential(reader: Reader, userId: number): Promise<WholeCredential> {
  const row = await reader.get<WholeCredential>(selectCredential(userId));
  if (!row) throw notFound();
  return row;
}

/**
 * The same, and nobody else changes it until the transaction ends: attempts on it take turns.
 *
 * @throws AppError `not_found` when there is no such user or they have no two-factor credential.
 */
export async function holdCredential(tx: Transaction, userId: number): Promise<WholeCredential> {
  const row = await tx.hold<WholeCredential>(selectCredential(userId), 'totp');
  if (!row) throw notFound();
  // Whoever waited for the row has its newest state, and all else as it was before: a new salt is not in that.
  return row.salt === null && row.salt_id !== null ? findCredential(tx, userId) : row;
}

/** @param userIds At least one. */
export const credentialsOf = (reader: Reader, userIds: readonly number[]): Promise<CredentialWithUser[]> =>
  reader.all<CredentialWithUser>(selectCredentials(userIds));
