import type { Reader, Transaction } from '../store/database.ts';
import { isRequiredNow } from '../two-factor-policy/read-policy.ts';
import { factorState } from './factor-state.ts';
import { type CredentialWithUser, selectCredential } from './queries.ts';

/**
 * What somebody must do after their password to be signed in. `enroll`: somebody asked
 * them to set up a factor, or the policy demands it. `disabled`: a credential is there that takes no
 * codes, and does without none either.
 */
export type NeededFactor = 'none' | 'code' | 'enroll' | 'disabled';

export const neededFactor = async (reader: Reader, userId: number, nowMs: number): Promise<NeededFactor> =>
  neededFor(reader, userId, await reader.get<CredentialWithUser>(selectCredential(userId)), nowMs);

/**
 * The same, and it stays so until the transaction ends. A first code that comes meanwhile waits, and so ends the session
 * that this one starts.
 */
export const holdNeededFactor = async (
  tx: Transaction,
  userId: number,
  nowMs: number,
): Promise<NeededFactor> =>
  neededFor(tx, userId, await tx.hold<CredentialWithUser>(selectCredential(userId), 'totp'), nowMs);

async function neededFor(
  reader: Reader,
  userId: number,
  credential: CredentialWithUser | undefined,
  nowMs: number,
): Promise<NeededFactor> {
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
