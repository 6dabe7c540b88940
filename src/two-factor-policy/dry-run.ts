import type { Reader } from '../store/database.ts';
import { userIdRanges } from '../users/user-id-ranges.ts';
import { countAffected, isRequired, scopeOf, selectAffected } from './queries.ts';
import type { Policy } from './read-policy.ts';

/** So many of the people are named. */
export const NAMED = 100;

export interface DryRun {
  /** How many can sign in with a password and would have to have a second factor. */
  required: number;
  /** How many of them have none, and would have to set one up before they get in again. */
  affected: number;
  /** The first of these. */
  userIds: number[];
}

/** What a policy would do if it were in force now. Nothing is changed. */
export async function dryRun(reader: Reader, policy: Policy): Promise<DryRun> {
  const required = isRequired(policy.requiredOf, scopeOf(policy.groupIds, policy.roleIds));
  const result: DryRun = { required: 0, affected: 0, userIds: [] };
  if (policy.requiredOf === 'nobody') return result;
  for await (const { fromId, toId } of userIdRanges(reader)) {
    const counted = await reader.get<{ required: number; affected: number }>(
      countAffected(required, fromId, toId),
    );
    result.required += counted?.required ?? 0;
    result.affected += counted?.affected ?? 0;
    const wanted = NAMED - result.userIds.length;
    if (counted?.affected && wanted > 0) {
      const rows = await reader.all<{ id: number }>(selectAffected(required, fromId, toId, wanted));
      result.userIds.push(...rows.map(({ id }) => id));
    }
  }
  return result;
}
