import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import { parseId, tryParseId } from '../http/id.ts';
import { answerList } from '../http/list.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, listQuery, ref } from '../http/schema.ts';
import { filterOrQuery, flagFilter, parseIds, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { presentUsers, type UserRow } from '../users/present-user.ts';
import { usersThat } from '../users/read-users.ts';
import { requireUser } from '../users/user-exists.ts';
import { createRole, type RoleChanges } from './create-role.ts';
import { deleteRole } from './delete-role.ts';
import { presentCountedRole, presentRole } from './present-role.ts';
import {
  byUserId,
  type CountedRoleRow,
  columns,
  everyRole,
  hasRole,
  type RoleRow,
  rolesWithIds,
} from './queries.ts';
import { countedRolesThat, readRole, readRolesOf, rolesThat } from './read-role.ts';
import { rolesMatching } from './search-roles.ts';
import { setRoleUsers } from './set-role-users.ts';
import { setUserRoles } from './set-user-roles.ts';
import { updateRole } from './update-role.ts';

const fields = Type.Object(fieldsQuery);

interface RoleBody {
  name?: string | null;
  permission_set_id?: string | null;
  model_set_id?: string | null;
}

const body = Type.Unsafe<RoleBody>(ref('Role'));

const searchQuery = Type.Object({
  ...fieldsQuery,
  ...limitQuery,
  ...sortsQuery,
  id: textFilter('Ids, separated by commas'),
  name: textFilter('Name'),
  built_in: flagFilter('Whether it is built in'),
  ...filterOrQuery,
});

/** @throws AppError `validation_failed` for what cannot be the id of a set. */
function changesIn({ name, permission_set_id, model_set_id }: RoleBody): RoleChanges {
  const idIn = (field: string, text: string | null): number => {
    const id = text === null ? undefined : tryParseId(text);
    if (id === undefined) throw invalidField(field, `'${field}' must be the id of one that there is.`);
    return id;
  };
  return {
    ...(name !== undefined && { name }),
    ...(permission_set_id !== undefined && {
      permissionSetId: idIn('permission_set_id', permission_set_id),
    }),
    ...(model_set_id !== undefined && {
      modelSetId: model_set_id === null ? null : idIn('model_set_id', model_set_id),
    }),
  };
}

const associationQuery = Type.Object({
  ...fieldsQuery,
  direct_association_only: flagFilter('Leave out what only a group gives'),
});

const idsBody = (maxItems: number) =>
  Type.Array(Type.String({ pattern: '^[1-9][0-9]{0,15}$' }), { maxItems });

type ListInput = Input<string, { sorts?: string }, unknown>;

const orderOf = ({ query }: ListInput) => orderBy(query.sorts, columns, columns.id);

/** An operation that neither pages nor sorts takes nothing of that from its query, whatever stands there. */
const withoutQuery = (input: Input<string, unknown, unknown>): ListInput => ({ ...input, query: {} });

async function answerRole({ database }: Context, input: Input<string, unknown, unknown>, roleId: number) {
  return presentRole(await readRole(database, roleId), input);
}

const answerRoles = (
  { database }: Context,
  input: ListInput,
  listed: ReturnType<typeof rolesThat>,
): Promise<unknown> =>
  answerList<RoleRow>(input, database, {
    ...listed,
    present: (rows) => rows.map((row) => presentRole(row, input)),
  });

const answerHolders = (
  { database }: Context,
  input: Input<string, unknown, unknown>,
  roleId: number,
  directly: boolean,
): Promise<unknown> =>
  answerList<UserRow>(withoutQuery(input), database, {
    ...usersThat(input.caller, byUserId, hasRole(roleId, directly)),
    present: (rows) => presentUsers(database, rows, input),
  });

export const roleOperations: Operation[] = [
  operation({
    id: 'all_roles',
    method: 'GET',
    path: '/roles',
    tag: 'Role',
    summary: 'List roles',
    access: 'see_users',
    query: Type.Object({
      ...fieldsQuery,
      ids: listQuery('Ids of the roles to list'),
    }),
    answer: listOf('Role'),
    answerDescription: 'Role',
    statuses: [403, 404],
    handle: (input, context) =>
      answerRoles(
        context,
        withoutQuery(input),
        rolesThat(input.query.ids ? rolesWithIds(parseIds(input.query.ids)) : everyRole, columns.id),
      ),
  }),
  operation({
    id: 'create_role',
    method: 'POST',
    path: '/roles',
    tag: 'Role',
    summary: 'Create a role',
    description:
      'Needs `name` and `permission_set_id`. Nobody can give a role a permission set with what they may not do themselves.',
    access: 'manage_roles',
    body,
    bodyRequired: true,
    answer: ref('Role'),
    answerDescription: 'Role',
    statuses: [403, 404, 409, 422, 429],
    async handle(input, context) {
      return answerRole(context, input, await createRole(context, input.caller, changesIn(input.body)));
    },
  }),
  operation({
    id: 'search_roles',
    method: 'GET',
    path: '/roles/search',
    tag: 'Role',
    summary: 'Search roles',
    description: SEARCH_TEXT,
    access: 'see_users',
    query: searchQuery,
    answer: listOf('Role'),
    answerDescription: 'Role',
    statuses: [403, 404],
    handle: (input, context) =>
      answerRoles(context, input, rolesThat(rolesMatching(input.query), orderOf(input))),
  }),
  operation({
    id: 'search_roles_with_user_count',
    method: 'GET',
    path: '/roles/search/with_user_count',
    tag: 'Role',
    summary: 'Search roles, with how many users have each',
    description: SEARCH_TEXT,
    access: 'see_users',
    query: searchQuery,
    answer: listOf('RoleSearch'),
    answerDescription: 'Role',
    statuses: [403, 404],
    handle: (input, { database }) =>
      answerList<CountedRoleRow>(input, database, {
        ...countedRolesThat(rolesMatching(input.query), orderOf(input)),
        present: (rows) => rows.map((row) => presentCountedRole(row, input)),
      }),
  }),
  operation({
    id: 'role',
    method: 'GET',
    path: '/roles/{role_id}',
    tag: 'Role',
    summary: 'Get a role',
    access: 'see_users',
    answer: ref('Role'),
    answerDescription: 'Role',
    statuses: [403, 404],
    handle: (input, context) => answerRole(context, input, input.params.role_id),
  }),
  operation({
    id: 'update_role',
    method: 'PATCH',
    path: '/roles/{role_id}',
    tag: 'Role',
    summary: 'Change a role',
    description:
      'Changes the keys that are sent. Built-in roles (Admin, Support, Verifier, User) cannot be changed. Nobody can give or take what they may not do themselves.',
    access: 'manage_roles',
    body,
    bodyRequired: true,
    answer: ref('Role'),
    answerDescription: 'Role',
    statuses: [403, 404, 405, 422, 429],
    async handle(input, context) {
      await updateRole(context, input.caller, input.params.role_id, changesIn(input.body));
      return answerRole(context, input, input.params.role_id);
    },
  }),
  operation({
    id: 'delete_role',
    method: 'DELETE',
    path: '/roles/{role_id}',
    tag: 'Role',
    summary: 'Delete a role',
    description: 'Takes it from every user and group that has it. Built-in roles cannot be deleted.',
    access: 'manage_roles',
    statuses: [403, 404, 405, 429],
    handle: ({ caller, params }, context) => deleteRole(context, caller, params.role_id),
  }),
  operation({
    id: 'role_users',
    method: 'GET',
    path: '/roles/{role_id}/users',
    tag: 'Role',
    summary: 'List the users who have a role',
    description: 'Themselves or, unless `direct_association_only`, through a group.',
    access: 'see_users',
    query: associationQuery,
    answer: listOf('User'),
    answerDescription: 'Users with role.',
    statuses: [403, 404],
    async handle(input, context) {
      const { role_id } = input.params;
      await readRole(context.database, role_id);
      return answerHolders(context, input, role_id, input.query.direct_association_only ?? false);
    },
  }),
  operation({
    id: 'set_role_users',
    method: 'PUT',
    path: '/roles/{role_id}/users',
    tag: 'Role',
    summary: 'Set the users who have a role',
    description:
      'The body lists the ids of all users who are to have it themselves; what groups give stays. A built-in role is given by `set_user_roles` or through a group, and 405 here.',
    access: 'manage_roles',
    body: idsBody(20_000),
    bodyRequired: true,
    answer: listOf('User'),
    answerDescription: 'Users with role.',
    statuses: [403, 404, 405, 422, 429],
    meanings: {
      405: 'The role is built in: give it with `set_user_roles`, or through a group.',
    },
    async handle(input, context) {
      const { role_id } = input.params;
      await setRoleUsers(context, input.caller, role_id, input.body.map(parseId));
      return answerHolders(context, input, role_id, true);
    },
  }),
  operation({
    id: 'user_roles',
    method: 'GET',
    path: '/users/{user_id}/roles',
    tag: 'User',
    summary: "List a user's roles",
    description: 'Given to them or, unless `direct_association_only`, to a group they are in.',
    access: { permission: 'see_users', own: true },
    query: associationQuery,
    answer: listOf('Role'),
    answerDescription: 'Roles of user.',
    statuses: [403, 404],
    async handle(input, { database }) {
      const { user_id } = input.params;
      await requireUser(database, user_id);
      const rows = await readRolesOf(database, user_id, input.query.direct_association_only ?? false);
      return rows.map((row) => presentRole(row, input));
    },
  }),
  operation({
    id: 'set_user_roles',
    method: 'PUT',
    path: '/users/{user_id}/roles',
    tag: 'User',
    summary: "Set a user's roles",
    description:
      'The body lists the ids of all roles the user is to have themselves, and so does the answer; what groups give stays.',
    access: 'manage_roles',
    query: fields,
    body: idsBody(1_000),
    bodyRequired: true,
    answer: listOf('Role'),
    answerDescription: 'Roles of user.',
    statuses: [403, 404, 422],
    async handle(input, context) {
      const rows = await setUserRoles(context, input.caller, input.params.user_id, input.body.map(parseId));
      return rows.map((row) => presentRole(row, input));
    },
  }),
];
