import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { isNameLine } from '../core/name.ts';
import { idIn, tryParseId } from '../http/id.ts';
import { pageNumberIn } from '../http/paging.ts';
import { readEveryRole } from '../roles/read-role.ts';
import type { Door } from '../sign-in/door.ts';
import type { PageVisit } from '../sign-in/signed-in.ts';
import { findByCredential } from '../users/find-by-credential.ts';
import { personNamed } from '../users/person-named.ts';
import { readUser } from '../users/read-users.ts';
import { readMembers } from '../users/users-in-groups.ts';
import { field } from '../web/form.ts';
import type { Messages } from '../web/messages.en.ts';
import { addGroupUser } from './add-group-user.ts';
import { createGroup } from './create-group.ts';
import { deleteGroup } from './delete-group.ts';
import { deleteGroupUser } from './delete-group-user.ts';
import {
  groupAddPage,
  groupDeletePage,
  groupNamePage,
  groupRemovePage,
  groupRolesPage,
} from './group-change-page.ts';
import { groupPage } from './group-page.ts';
import { findMember } from './queries.ts';
import { type GroupInFull, readGroupInFull } from './read-group-in-full.ts';
import { setGroupRoles } from './set-role-groups.ts';
import { updateGroup } from './update-group.ts';

const PER_PAGE = 50;

const refusals = {
  forbidden: ({ group }: Messages) => group.refused.outranked,
  already_exists: ({ group }: Messages) => group.refused.taken,
  validation_failed: ({ group }: Messages) => group.refused.taken,
};

/** The page of one group, and what can be done to it there: the actions of the API, as they are there. */
export function serveOneGroupPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/groups');
  const path = '/admin/groups/:group_id';
  const permission = 'manage_groups';
  const after = ({ id }: { id: number }) => `/admin/groups/${id}`;

  const groupOf = ({ caller, request }: PageVisit) =>
    readGroupInFull(context, caller, idIn(request.params, 'group_id'));

  /** All Users is built in: for it there are none of these changes. */
  async function changeable(visit: PageVisit): Promise<GroupInFull> {
    const group = await groupOf(visit);
    if (group.isAllUsers) throw notFound();
    return group;
  }

  section.page(path, async (visit) => {
    const group = await groupOf(visit);
    const { caller, place, request } = visit;
    const page = pageNumberIn(request.query);
    const part = { limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE };
    const members = await readMembers(database, caller, group.id, part);
    const [people, hasMore] = [members.slice(0, PER_PAGE), members.length > PER_PAGE];
    return visit.show((messages, locale) =>
      groupPage({ group, people, page, hasMore, caller, place, locale, query: request.query }, messages),
    );
  });

  section.change<PageVisit>({
    path: '/admin/groups/new',
    permission,
    refusals,
    find: async (visit) => visit,
    ask: ({ visit, problem }, messages) =>
      groupNamePage({ place: visit.place, problem, typed: field(visit.request, 'name') }, messages),
    async act(_, { caller, request }) {
      const name = field(request, 'name').trim();
      if (name === '' || !isNameLine(name)) return ({ group }) => group.refused.name;
      return { goTo: after({ id: await createGroup(context, caller, { name }) }) };
    },
    after: () => '/admin/groups',
  });

  section.change<GroupInFull>({
    path: `${path}/rename`,
    permission,
    refusals,
    find: changeable,
    ask({ subject: group, visit: { place, request }, problem }, messages) {
      const typed = request.method === 'POST' ? field(request, 'name') : group.name;
      return groupNamePage({ place, problem, typed, group }, messages);
    },
    async act({ id }, { caller, request }) {
      const name = field(request, 'name').trim();
      if (name === '' || !isNameLine(name)) return ({ group }) => group.refused.name;
      await updateGroup(context, caller, id, { name });
      return undefined;
    },
    after,
  });

  section.change<GroupInFull>({
    path: `${path}/delete`,
    permission,
    refusals,
    find: changeable,
    ask: ({ subject: group, visit, problem }, messages) =>
      groupDeletePage({ place: visit.place, problem, group }, messages),
    async act({ id }, { caller }) {
      await deleteGroup(context, caller, id);
      return undefined;
    },
    after: () => '/admin/groups',
  });

  section.change<GroupInFull>({
    path: `${path}/add`,
    permission,
    refusals: { ...refusals, not_found: ({ group }: Messages) => group.refused.nobody },
    find: changeable,
    ask: ({ subject: group, visit: { place, request }, problem }, messages) =>
      groupAddPage({ place, problem, group, typed: field(request, 'person') }, messages),
    async act({ id }, { caller, request }) {
      const typed = field(request, 'person').trim();
      const userId = tryParseId(typed) ?? (await findByCredential(database, 'email', typed));
      await addGroupUser(context, caller, id, userId);
      return undefined;
    },
    after,
  });

  section.change({
    path: `${path}/people/:user_id/remove`,
    permission,
    refusals,
    async find(visit) {
      const group = await changeable(visit);
      const userId = idIn(visit.request.params, 'user_id');
      if (!(await database.get(findMember(group.id, userId)))) throw notFound();
      return { group, person: personNamed(await readUser(context, visit.caller, userId)) };
    },
    ask: ({ subject, visit, problem }, messages) =>
      groupRemovePage({ place: visit.place, problem, ...subject }, messages),
    async act({ group, person }, { caller }) {
      await deleteGroupUser(context, caller, group.id, person.id);
      return undefined;
    },
    after: ({ group }) => after(group),
  });

  section.change({
    path: `${path}/roles`,
    permission: 'manage_roles',
    refusals: { ...refusals, forbidden: ({ group }: Messages) => group.refused.role },
    async find(visit) {
      return { group: await groupOf(visit), roles: await readEveryRole(database) };
    },
    ask: ({ subject, visit, problem }, messages) =>
      groupRolesPage({ place: visit.place, problem, ...subject }, messages),
    async act({ group, roles }, { caller, request }) {
      const given = new Map(roles.map(({ id }) => [id, field(request, `role_${id}`) === 'yes']));
      await setGroupRoles(context, caller, group.id, given);
      return undefined;
    },
    after: ({ group }) => after(group),
  });
}
