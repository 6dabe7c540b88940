import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { type Caller, may } from '../core/caller.ts';
import { csvBody, csvLine } from '../http/csv.ts';
import type { Door } from '../sign-in/door.ts';
import { nameUsers } from '../users/name-users.ts';
import { type Asked, auditPage, filterNames } from './audit-page.ts';
import { presentEvent } from './present-event.ts';
import type { AuditRow } from './queries.ts';
import { readEvents } from './read-events.ts';
import { eventsMatching } from './search-events.ts';

const PER_PAGE = 50;

/** The audit log, searched, and as a file. */
export function serveAuditPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/audit');

  /** Names are shown to whoever may see them anyhow. */
  const namesIn = async (caller: Caller, events: readonly AuditRow[]) =>
    may(caller, 'see_users') ? nameUsers(database, events.flatMap(usersIn)) : undefined;

  section.page('/admin/audit', async (visit) => {
    const asked = askedIn(visit.request.query as Record<string, unknown>);
    const events: AuditRow[] = [];
    let problem = false;
    try {
      const search = eventsMatching(asked);
      events.push(...(await Array.fromAsync(await readEvents(database, search, PER_PAGE + 1))).flat());
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad_request') throw error;
      problem = true;
    }
    const shown = events.slice(0, PER_PAGE);
    const names = await namesIn(visit.caller, shown);
    const hasMore = events.length > PER_PAGE;
    const { place } = visit;
    return visit.show(
      (messages, locale) =>
        auditPage({ asked, events: shown, names, hasMore, problem, place, locale }, messages),
      problem ? 422 : 200,
    );
  });

  section.page('/admin/audit.csv', async ({ request, reply, caller }) => {
    const asked = askedIn(request.query as Record<string, unknown>);
    const batches = await readEvents(database, eventsMatching(asked), undefined);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit-log.csv"')
      .header('cache-control', 'no-store')
      .send(csvBody(linesOf(batches, (events) => namesIn(caller, events))));
  });
}

const usersIn = ({ actor_id, target_user_id }: AuditRow): number[] =>
  [actor_id, target_user_id].filter((id) => id !== null);

const columns = [
  'id',
  'occurred_at',
  'action',
  'outcome',
  'actor_id',
  'sudo_user_id',
  'api_key_id',
  'target_user_id',
  'target_group_id',
  'detail',
  'source',
  'hash',
] as const;

async function* linesOf(
  batches: AsyncIterable<AuditRow[]>,
  namesIn: (events: AuditRow[]) => Promise<Map<number, string> | undefined>,
): AsyncGenerator<string> {
  yield csvLine([...columns, 'actor', 'target_user']);
  for await (const events of batches) {
    const names = await namesIn(events);
    const nameOf = (id: number | null) => (id === null ? null : (names?.get(id) ?? null));
    yield events
      .map((event) => {
        const shown = presentEvent(event);
        const values = columns.map((column) => shown[column]);
        return csvLine([...values, nameOf(event.actor_id), nameOf(event.target_user_id)]);
      })
      .join('');
  }
}

function askedIn(query: Record<string, unknown>): Asked {
  const text = (name: string) => (typeof query[name] === 'string' ? (query[name] as string).trim() : '');
  return Object.fromEntries(filterNames.map((name) => [name, text(name)])) as Asked;
}
