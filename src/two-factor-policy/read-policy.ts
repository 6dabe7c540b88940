import type { Reader } from '../store/database.ts';
import {
  findCovered,
  type PolicyRow,
  type RequiredOf,
  selectGroupIds,
  selectPolicy,
  selectRoleIds,
  storedScope,
} from './queries.ts';

/** Who must have a second factor. */
export interface Policy {
  requiredOf: RequiredOf;
  /** Whoever is in one of these groups, also by way of groups in them. Counts where it is required of some. */
  groupIds: number[];
  /** Whoever has one of these roles, also by way of a group. */
  roleIds: number[];
  /** Until then, in milliseconds, they are told and may do without; null: there is no grace. */
  graceEndsAtMs: number | null;
}

export type { RequiredOf };

export async function readPolicy(reader: Reader): Promise<Policy> {
  const row = (await reader.get<PolicyRow>(selectPolicy())) as PolicyRow;
  const ids = (rows: { id: number }[]) => rows.map(({ id }) => id);
  return {
    requiredOf: row.required_of,
    groupIds: ids(await reader.all<{ id: number }>(selectGroupIds())),
    roleIds: ids(await reader.all<{ id: number }>(selectRoleIds())),
    graceEndsAtMs: row.grace_ends_at,
  };
}

/**
 * Whether the policy demands a second factor of somebody.
 *
 * @returns From when on, in milliseconds (0: always has); undefined: it does not.
 */
export async function requiredFrom(reader: Reader, userId: number): Promise<number | undefined> {
  const policy = (await reader.get<PolicyRow>(selectPolicy())) as PolicyRow;
  if (policy.required_of === 'nobody') return undefined;
  const applies = policy.required_of === 'everybody' || (await reader.get(findCovered(userId, storedScope)));
  return applies ? (policy.grace_ends_at ?? 0) : undefined;
}

/** Whether they cannot do without one any more. */
export async function isRequiredNow(reader: Reader, userId: number, nowMs: number): Promise<boolean> {
  const fromMs = await requiredFrom(reader, userId);
  return fromMs !== undefined && fromMs <= nowMs;
}
