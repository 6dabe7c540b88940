import type { Reader } from '../store/database.ts';
import { requiredFrom } from '../two-factor-policy/read-policy.ts';
import { factorState } from './factor-state.ts';
import { type CredentialWithUser, selectCredential } from './queries.ts';

/**
 * Until when somebody may still do without the second factor that the policy will demand of them.
 *
 * @returns Milliseconds; undefined for somebody who has one, or of whom none is demanded, or is already.
 */
export async function graceEnd(reader: Reader, userId: number, nowMs: number): Promise<number | undefined> {
  const credential = await reader.get<CredentialWithUser>(selectCredential(userId));
  if (factorState(credential) !== 'off') return undefined;
  const fromMs = await requiredFrom(reader, userId);
  return fromMs !== undefined && fromMs > nowMs ? fromMs : undefined;
}
