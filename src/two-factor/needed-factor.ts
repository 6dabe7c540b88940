import type { Reader } from '../store/database.ts';
import { type CredentialWithUser, selectCredential } from './queries.ts';

/**
 * What somebody must do after their password to be signed in. `disabled`: a credential is there that takes no
 * codes, and does without none either.
 */
export type NeededFactor = 'none' | 'code' | 'enroll' | 'disabled';

export async function neededFactor(reader: Reader, userId: number): Promise<NeededFactor> {
  const credential = await reader.get<CredentialWithUser>(selectCredential(userId));
  if (!credential) return 'none';
  if (credential.disabled_at !== null) return 'disabled';
  if (credential.verified_at !== null) return 'code';
  return credential.chosen_at === null ? 'enroll' : 'none';
}
