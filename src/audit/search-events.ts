import { AppError } from '../core/app-error.ts';
import { tryParseId } from '../http/id.ts';
import { conditionOf, type Filter, matchesIds, matchesText } from '../http/search.ts';
import { orderBy } from '../http/sorting.ts';
import { columns, type EventSearch } from './queries.ts';

const filters: Record<string, Filter> = {
  action: matchesText(columns.action),
  outcome: matchesText(columns.outcome),
  actor_id: matchesIds(columns.actor_id),
  target_user_id: matchesIds(columns.target_user_id),
  target_group_id: matchesIds(columns.target_group_id),
  source: matchesText(columns.source),
};

export interface EventQuery {
  sorts?: string;
  from?: string;
  to?: string;
  before_id?: string;
  target_user_id?: string;
}

/** @throws AppError `bad_request` naming what cannot be searched or sorted by. */
export function eventsMatching(asked: EventQuery): EventSearch {
  orderBy(asked.sorts, { occurred_at: columns.occurred_at }, columns.id);
  const beforeId = asked.before_id ? tryParseId(asked.before_id) : undefined;
  if (asked.before_id && beforeId === undefined) {
    throw new AppError('bad_request', "Bad request: 'before_id' must be the id of an audit record.");
  }
  return {
    fromMs: moment('from', asked.from),
    toMs: moment('to', asked.to),
    beforeId,
    targetUserId: tryParseId(asked.target_user_id),
    condition: conditionOf(asked, filters),
    newestFirst: !/^[\s,]*occurred_at\s*(asc\s*)?(,|$)/i.test(asked.sorts ?? ''),
  };
}

const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A date is its beginning, and a time without a zone is UTC. */
function moment(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  // A plus that was not encoded arrives as a space.
  const iso = text.replace(' ', text.includes('T') ? '+' : 'T');
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
  const ms = ISO_8601.test(zoned) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new AppError(
      'bad_request',
      `Bad request: '${name}' must be a time such as 2026-11-24T12:00:00Z, or a date.`,
    );
  }
  return ms;
}
