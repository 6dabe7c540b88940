import type { Reader } from '../store/database.ts';
import { type AuditRow, withActions } from './queries.ts';
import { readEvents } from './read-events.ts';

export type { AuditRow } from './queries.ts';

/**
 * What was done to one user, the newest first.
 *
 * @param wanted.beforeId Only what is older than this record, which must be one of theirs.
 * @param wanted.actions Absent: whatever was done.
 * @throws AppError `bad_request` for a record that there is not.
 */
export async function eventsOfUser(
  reader: Reader,
  targetUserId: number,
  { limit, beforeId, actions }: { limit: number; beforeId?: number | undefined; actions?: readonly string[] },
): Promise<AuditRow[]> {
  const search = { targetUserId, beforeId, condition: withActions(actions), newestFirst: true };
  return (await Array.fromAsync(await readEvents(reader, search, limit))).flat();
}
