import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { covers } from '../roles/require-rank.ts';
import type { Reader } from '../store/database.ts';
import { permissionsThroughGroups } from './queries.ts';

/** Those of some groups that give nothing which the caller does not have. @param groupIds At least one. */
export async function groupsWithinRank(
  reader: Reader,
  caller: Caller,
  groupIds: readonly number[],
): Promise<Set<number>> {
  const rows = await reader.all<{ id: number; permissions: string | null }>(
    permissionsThroughGroups(groupIds),
  );
  return new Set(rows.filter(({ permissions }) => covers(caller, permissions)).map(({ id }) => id));
}

/**
 * To be put in a group is to be given its roles and those of every group it is in: nobody gives or takes
 * that way what they do not have.
 *
 * @throws AppError `forbidden`.
 */
export async function requireGroupRank(reader: Reader, caller: Caller, groupId: number): Promise<void> {
  if ((await groupsWithinRank(reader, caller, [groupId])).has(groupId)) return;
  throw new AppError(
    'forbidden',
    `Permission denied: group ${groupId} gives permissions that you do not have.`,
  );
}
