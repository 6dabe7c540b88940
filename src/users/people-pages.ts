import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { emailCredentialsOf } from '../email-credentials/find-email-credential.ts';
import { readGroup } from '../groups/read-groups.ts';
import { tryParseId } from '../http/id.ts';
import { pageNumberIn } from '../http/paging.ts';
import { orderBy } from '../http/sorting.ts';
import type { Door } from '../sign-in/door.ts';
import { factorState } from '../two-factor/factor-state.ts';
import { credentialsOf } from '../two-factor/find-credential.ts';
import { type Asked, type PersonListed, peoplePage, sortings } from './people-page.ts';
import { personNamed } from './person-named.ts';
import { sortColumns, type UserRow, usersWhoseState } from './queries.ts';
import { everyUserById, usersThat } from './read-users.ts';
import { FOUND, MAX_SEARCH_LENGTH, peopleMatching } from './search-people.ts';

const PER_PAGE = 50;

/** The list of all people, searched while somebody types. */
export function servePeoplePages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/people');

  section.page('/admin/people', async ({ caller, request, place, show }) => {
    const asked = askedIn(request.query as Record<string, unknown>);
    const search = { ...asked, typed: asked.q, groupId: tryParseId(asked.group) };
    const condition = peopleMatching({ ...search, state: asked.state || undefined });
    const sorts = sortings[asked.sort];
    const order = orderBy(sorts, sortColumns, sortColumns.id);
    const listed =
      condition === undefined && sorts === ''
        ? everyUserById(database, caller, order)
        : usersThat(caller, order, condition);
    const offset = (asked.page - 1) * PER_PAGE;
    const rows = await database.all<UserRow>(await listed.select({ limit: PER_PAGE + 1, offset }));
    const counted = await database.get<{ total: number | null }>(listed.count);
    const people = await withDetails(caller, rows.slice(0, PER_PAGE));
    const group =
      search.groupId === undefined ? undefined : await readGroup(database, caller, search.groupId);
    return show((messages, locale) =>
      peoplePage(
        {
          asked,
          people,
          groupName: group?.name,
          total: counted?.total ?? undefined,
          from: offset + 1,
          perPage: PER_PAGE,
          isCut: asked.q !== '' && (counted?.total ?? FOUND) >= FOUND,
          isLast: rows.length <= PER_PAGE,
          place,
          locale,
        },
        messages,
      ),
    );
  });

  async function withDetails(caller: Caller, rows: UserRow[]): Promise<PersonListed[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const factors = new Map((await credentialsOf(database, ids)).map((row) => [row.user_id, row]));
    const emails = new Map(
      (await emailCredentialsOf(database, ids, caller)).map((row) => [row.user_id, row]),
    );
    return rows.map((row) => ({
      ...personNamed(row),
      factor: factorState(factors.get(row.id)),
      lastSignInMs: emails.get(row.id)?.logged_in_at ?? null,
    }));
  }
}

/** What cannot be asked for is as if it were not. */
function askedIn(query: Record<string, unknown>): Asked {
  const text = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '');
  const [state, sort] = [text('state'), text('sort')];
  return {
    q: text('q').slice(0, MAX_SEARCH_LENGTH),
    state: Object.hasOwn(usersWhoseState, state) ? (state as Asked['state']) : '',
    group: text('group'),
    sort: Object.hasOwn(sortings, sort) ? (sort as Asked['sort']) : 'oldest',
    page: pageNumberIn(query),
  };
}
