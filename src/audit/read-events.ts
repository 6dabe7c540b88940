import { AppError } from '../core/app-error.ts';
import { othersTurn } from '../core/others-turn.ts';
import type { Reader } from '../store/database.ts';
import {
  type AuditRow,
  type EventSearch,
  type Moment,
  type Span,
  selectEvents,
  selectMoment,
  selectRecord,
} from './queries.ts';

/** So many records are looked at in one go; then others have their turn. */
export const AT_ONCE = 5_000;

/**
 * Reads the log by time, in batches. Most filters have no index, because an index would cost every
 * verification; so a search that finds little looks at much. It does so a part at a time: neither its memory nor
 * how long others wait depends on the length of the log.
 *
 * @param limit How many are wanted; undefined: all.
 * @throws AppError `bad_request` for a record that there is not.
 */
export async function readEvents(
  reader: Reader,
  search: EventSearch,
  limit: number | undefined,
): Promise<AsyncGenerator<AuditRow[]>> {
  return readParts(reader, search, await spanOf(reader, search), limit ?? Number.POSITIVE_INFINITY);
}

async function* readParts(
  reader: Reader,
  search: EventSearch,
  { from, to }: Span,
  limit: number,
): AsyncGenerator<AuditRow[]> {
  const { newestFirst } = search;
  for (let wanted = limit; wanted > 0; ) {
    // A part has its beginning in it, and its end not.
    const border = await reader.get<Moment>(
      selectMoment(search, { from, to }, newestFirst ? AT_ONCE - 1 : AT_ONCE),
    );
    const part: Span = newestFirst ? { from: border ?? from, to } : { from, to: border ?? to };
    const rows = await reader.all<AuditRow>(selectEvents(search, part, Math.min(wanted, AT_ONCE)));
    if (rows.length) yield rows;
    if (!border) return;
    wanted -= rows.length;
    if (newestFirst) to = border;
    else from = border;
    await othersTurn();
  }
}

async function spanOf(reader: Reader, { fromMs = 0, toMs, beforeId }: EventSearch): Promise<Span> {
  const from = { occurred_at: fromMs, id: 0 };
  const to = { occurred_at: toMs ?? Number.MAX_SAFE_INTEGER, id: 0 };
  if (beforeId === undefined) return { from, to };
  const record = await reader.get<AuditRow>(selectRecord(beforeId));
  if (!record) throw new AppError('bad_request', `Bad request: there is no audit record ${beforeId}.`);
  return { from, to: record.occurred_at < to.occurred_at ? record : to };
}
