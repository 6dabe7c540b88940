import type { Reader } from '../store/database.ts';
import { type AuditRow, selectEventsAfter, selectRecords, selectSpanEnd } from './queries.ts';

export type { AuditRow } from './queries.ts';

/** So many records are looked through at once for those with some actions. */
const SPAN = 5_000;

/**
 * The records of a chain after one of them, in the order in which they were written. Whoever has seen all up to a record
 * has missed none: a chain has one writer, who gives ids in the order of the commits.
 *
 * @param wanted.actions undefined: all.
 * @returns Also up to which record it was looked, so that there are no others up to there, and whether there may be more
 * after it.
 */
export async function eventsAfter(
  reader: Reader,
  chain: number,
  afterId: number,
  { actions, limit }: { actions: readonly string[] | undefined; limit: number },
): Promise<{ events: AuditRow[]; toId: number; more: boolean }> {
  let span: { id: number; count: number } | undefined;
  if (actions) {
    span = await reader.get<{ id: number; count: number }>(selectSpanEnd(chain, afterId, SPAN));
    if (!span?.count) return { events: [], toId: afterId, more: false };
  }
  const toId = span?.id ?? Number.MAX_SAFE_INTEGER;
  const events = await reader.all<AuditRow>(selectEventsAfter({ chain, afterId, toId }, actions, limit));
  const full = events.length === limit;
  return {
    events,
    toId: span && !full ? span.id : (events.at(-1)?.id ?? afterId),
    more: full || span?.count === SPAN,
  };
}

/**
 * Those of some records that there are, in the order of their ids.
 *
 * @param ids At least one.
 */
export const findEvents = (reader: Reader, ids: readonly number[]): Promise<AuditRow[]> =>
  reader.all<AuditRow>(selectRecords(ids));
