import type { Reader } from '../store/database.ts';
import { type AuditRow, selectEventsAbout } from './queries.ts';

export type { AuditRow } from './queries.ts';

/** So many of somebody's newest records are looked through for some kinds of them. */
const AMONG = 1_000;

/**
 * What was done to one user, the newest first. Unlike a search it costs little however long the log is.
 *
 * @param wanted.beforeId Only what was written before this record.
 * @param wanted.actions Only these, as far as they are among the newest thousand. Absent: whatever was done.
 */
export function eventsOfUser(
  reader: Reader,
  userId: number,
  {
    limit,
    beforeId = Number.MAX_SAFE_INTEGER,
    actions,
  }: { limit: number; beforeId?: number | undefined; actions?: readonly string[] },
): Promise<AuditRow[]> {
  const among = actions ? AMONG : limit;
  return reader.all<AuditRow>(selectEventsAbout(userId, { beforeId, among, actions, limit }));
}
