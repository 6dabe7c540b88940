import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import { idIn } from '../http/id.ts';
import { pageNumberIn } from '../http/paging.ts';
import { readHolders } from '../roles/read-holders.ts';
import { type CountedRoleRow, readCountedRole } from '../roles/read-role.ts';
import type { Door } from '../sign-in/door.ts';
import type { PageVisit } from '../sign-in/signed-in.ts';
import { field } from '../web/form.ts';
import type { Messages } from '../web/messages.en.ts';
import { firstGroups } from './first-groups.ts';
import { findGroupNamed, type GroupRow, groupsWithRole, listGroups, sortColumns } from './queries.ts';
import { roleGivePage, rolePage, roleTakePage } from './role-page.ts';
import { setGroupRoles } from './set-role-groups.ts';

const PER_PAGE = 50;
/** So many groups are listed, and offered to choose from. */
const GROUPS = 500;

const refusals = {
  forbidden: ({ group }: Messages) => group.refused.role,
  not_found: ({ role }: Messages) => role.give.unknown,
};

/** The page of one role, and giving it to a group or taking it from one. */
export function serveRolePages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/groups');
  const path = '/admin/roles/:role_id';
  const permission = 'manage_roles';
  const after = ({ id }: { id: number }) => `/admin/roles/${id}`;

  async function roleOf({ caller, request }: PageVisit) {
    const role = await readCountedRole(database, idIn(request.params, 'role_id'));
    const part = { limit: GROUPS, offset: 0 };
    const groups = await database.all<GroupRow>(
      listGroups(caller.userId, groupsWithRole(role.id), sortColumns.name, part),
    );
    return { role, groups };
  }

  section.page(path, async (visit) => {
    const { role, groups } = await roleOf(visit);
    const { caller, place, request } = visit;
    const page = pageNumberIn(request.query);
    const part = { limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE };
    const holders = await readHolders(database, caller, role, part);
    const people = holders.slice(0, PER_PAGE);
    const model = { role, groups, people, page, hasMore: holders.length > PER_PAGE, caller, place };
    return visit.show((messages, locale) => rolePage({ ...model, locale, query: request.query }, messages));
  });

  section.change<{ role: CountedRoleRow; known: GroupRow[] }>({
    path: `${path}/give`,
    permission,
    refusals,
    async find(visit) {
      const { role } = await roleOf(visit);
      return { role, known: await firstGroups(database, visit.caller, GROUPS) };
    },
    ask: ({ subject, visit: { place, request }, problem }, messages) =>
      roleGivePage({ ...subject, place, problem, typed: field(request, 'group') }, messages),
    async act({ role }, { caller, request }) {
      const found = await database.get<{ id: number }>(
        findGroupNamed(canonical(field(request, 'group').trim())),
      );
      if (!found) throw notFound();
      await setGroupRoles(context, caller, found.id, new Map([[role.id, true]]));
      return undefined;
    },
    after: ({ role }) => after(role),
  });

  section.change<{ role: CountedRoleRow; group: GroupRow }>({
    path: `${path}/groups/:group_id/take`,
    permission,
    refusals,
    async find(visit) {
      const { role, groups } = await roleOf(visit);
      const id = idIn(visit.request.params, 'group_id');
      const group = groups.find((one) => one.id === id);
      if (!group) throw notFound();
      return { role, group };
    },
    ask: ({ subject, visit: { place }, problem }, messages) =>
      roleTakePage({ ...subject, place, problem }, messages),
    async act({ role, group }, { caller }) {
      await setGroupRoles(context, caller, group.id, new Map([[role.id, false]]));
      return undefined;
    },
    after: ({ role }) => after(role),
  });
}
