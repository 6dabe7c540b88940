import { type Operation, operation } from '../http/operation.ts';
import { limitQuery, pageOf, setPageHeaders } from '../http/paging.ts';
import { fieldsQuery, listOf } from '../http/schema.ts';
import { textFilter } from '../http/search.ts';
import { sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { presentEvent } from './present-event.ts';
import type { AuditRow } from './queries.ts';
import { AT_ONCE, readEvents } from './read-events.ts';
import { eventsMatching } from './search-events.ts';

export const auditOperations: Operation[] = [
  operation({
    id: 'audit_events',
    method: 'GET',
    path: '/audit_events',
    tag: 'Audit',
    summary: 'Read the audit log',
    description:
      'The newest first. To go on where a page ended, give its last id as `before_id`. Text matches the whole value, or a pattern with `%` and `_`. Numbers may be lists, separated by commas. All that is given must hold.',
    access: 'see_audit',
    query: Type.Object({
      ...fieldsQuery,
      ...limitQuery,
      ...sortsQuery,
      before_id: textFilter('Only records that are older than the one with this id'),
      from: textFilter('Only what happened at this time or later (ISO 8601; without a zone: UTC)'),
      to: textFilter('Only what happened before this time'),
      action: textFilter('What was done'),
      outcome: textFilter('How it ended'),
      actor_id: textFilter('Id of the user who did it'),
      target_user_id: textFilter('Id of the user to whom it was done'),
      target_group_id: textFilter('Id of the group to which it was done'),
      source: textFilter('Address that the request came from'),
    }),
    answer: listOf('AuditEvent'),
    answerDescription: 'Audit Event',
    statuses: [403],
    async handle(input, { database }) {
      const { limit, offset } = pageOf(input.query);
      const search = eventsMatching(input.query);
      const batches = await readEvents(database, search, limit === undefined ? undefined : offset + limit);
      const events = presented(batches, offset);
      if (limit === undefined) return events;
      if (limit > AT_ONCE) {
        // More than is kept in memory: whether there are others will be known when these are sent.
        setPageHeaders(input, { limit, offset }, { count: limit, total: undefined });
        return events;
      }
      const page = (await Array.fromAsync(events)).flat();
      setPageHeaders(input, { limit, offset }, { count: page.length, total: undefined });
      return page;
    },
  }),
];

async function* presented(batches: AsyncIterable<AuditRow[]>, offset: number) {
  let skip = offset;
  for await (const rows of batches) {
    const shown = rows.slice(skip);
    skip -= rows.length - shown.length;
    yield shown.map(presentEvent);
  }
}
