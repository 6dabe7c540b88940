import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { findHolder } from './queries.ts';
import { readEveryRole } from './read-role.ts';
import { covers, outranked } from './require-rank.ts';

/**
 * `requireRank` over many users at once.
 *
 * @param userIds At most some thousand.
 * @throws AppError `forbidden`, naming one user who may do what the caller may not.
 */
export async function requireRankOver(
  reader: Reader,
  caller: Caller,
  userIds: readonly number[],
): Promise<void> {
  const roles = await readEveryRole(reader);
  const beyond = roles.filter(({ permissions }) => !covers(caller, permissions)).map(({ id }) => id);
  if (beyond.length === 0 || userIds.length === 0) return;
  const holder = await reader.get<{ user_id: number }>(findHolder(userIds, beyond));
  if (holder) throw outranked(holder.user_id);
}
