import type { Reader } from '../store/database.ts';
import { type AuditRow, everyEvent } from './queries.ts';
import { readEvents } from './read-events.ts';

export type { AuditRow };

/** What was last done to a user, the newest first. */
export async function recentEventsOf(
  reader: Reader,
  targetUserId: number,
  limit: number,
): Promise<AuditRow[]> {
  const search = { targetUserId, condition: everyEvent, newestFirst: true };
  return (await Array.fromAsync(await readEvents(reader, search, limit))).flat();
}
