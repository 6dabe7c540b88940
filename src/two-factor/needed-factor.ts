import type { Reader } from '../store/database.ts';
import { isRequiredNow } from '../two-factor-policy/read-policy.ts';
import { factorState } from './factor-state.ts';
import { type CredentialWithUser, selectCredential } from './queries.ts';

/**
 * What somebody must do after their password to be signed in. `enroll`: somebody asked
 * them to set up a factor, or the policy demands it. `disabled`: a credential is there that takes no
 * codes, and does without none either.
 */
export type NeededFactor = 'none' | 'code' | 'enroll' | 'disabled';

export async function neededFactor(reader: Reader, userId: number, nowMs: number): Promise<NeededFactor> {
  const credential = await reader.get<CredentialWithUser>(selectCredential(userId));
  switch (factorState(credential)) {
    case 'on':
      return 'code';
    case 'asked':
      return 'enroll';
    case 'suspended':
      return 'disabled';
    case 'off':
      return (await isRequiredNow(reader, userId, nowMs)) ? 'enroll' : 'none';
  }
}
