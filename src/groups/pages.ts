import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { may } from '../core/caller.ts';
import { pageNumberIn } from '../http/paging.ts';
import { readEveryCountedRole, readRoles } from '../roles/read-role.ts';
import type { Door } from '../sign-in/door.ts';
import { groupsPage } from './groups-page.ts';
import { type GroupRow, groupsBeginning, listGroups, roleIdsOf, sortColumns } from './queries.ts';

const PER_PAGE = 50;

/** The groups, searched, with the roles that they give; and the roles, with what they allow. */
export function serveGroupPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/groups');

  section.page('/admin/groups', async ({ show, caller, place, request }) => {
    const query = request.query as Record<string, unknown>;
    const typed = typeof query.q === 'string' ? query.q.trim().slice(0, 255) : '';
    const page = pageNumberIn(query);
    const part = { limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE };
    const rows = await database.all<GroupRow>(
      listGroups(caller.userId, groupsBeginning(typed), sortColumns.name, part),
    );
    const groups = await withRoles(rows.slice(0, PER_PAGE));
    const roles = await readEveryCountedRole(database);
    const mayCreate = may(caller, 'manage_groups');
    const hasMore = rows.length > PER_PAGE;
    return show((messages, locale) =>
      groupsPage({ typed, page, groups, hasMore, roles, mayCreate, place, locale, query }, messages),
    );
  });

  async function withRoles(groups: GroupRow[]) {
    if (groups.length === 0) return [];
    const given = await database.all<{ group_id: number; role_id: number }>(
      roleIdsOf(groups.map(({ id }) => id)),
    );
    const known = await readRoles(database, [...new Set(given.map(({ role_id }) => role_id))]);
    const names = new Map(known.map(({ id, name }) => [id, name]));
    return groups.map((group) => ({
      ...group,
      roles: given
        .filter(({ group_id }) => group_id === group.id)
        .map(({ role_id }) => names.get(role_id) ?? String(role_id)),
    }));
  }
}
