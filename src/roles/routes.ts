import { Type } from 'typebox';
import { parseId } from '../http/id.ts';
import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, listOf, listQuery } from '../http/schema.ts';
import { parseIds } from '../http/search.ts';
import { requireUser } from '../users/user-exists.ts';
import { presentRole } from './present-role.ts';
import { type RoleRow, selectAllRoles, selectRolesOf } from './queries.ts';
import { setUserRoles } from './set-user-roles.ts';

const query = Type.Object(fieldsQuery);

export const roleOperations: Operation[] = [
  operation({
    id: 'all_roles',
    method: 'GET',
    path: '/roles',
    tag: 'Role',
    summary: 'List roles',
    access: 'token',
    query: Type.Object({ ...fieldsQuery, ids: listQuery('Ids of the roles to list') }),
    answer: listOf('Role'),
    answerDescription: 'Role',
    statuses: [404],
    async handle({ origin, query: { ids } }, { database }) {
      const asked = ids ? parseIds(ids) : undefined;
      const rows = await database.all<RoleRow>(selectAllRoles());
      return rows.filter(({ id }) => asked?.includes(id) ?? true).map((row) => presentRole(row, origin));
    },
  }),
  operation({
    id: 'user_roles',
    method: 'GET',
    path: '/users/{user_id}/roles',
    tag: 'User',
    summary: "List a user's roles",
    access: { permission: 'see_users', own: true },
    query: Type.Object({
      ...fieldsQuery,
      direct_association_only: Type.Optional(
        Type.Boolean({ description: 'Whether to leave out roles that come from groups' }),
      ),
    }),
    answer: listOf('Role'),
    answerDescription: 'Roles of user.',
    statuses: [403, 404],
    async handle({ params, origin }, { database }) {
      await requireUser(database, params.user_id);
      return (await database.all<RoleRow>(selectRolesOf(params.user_id))).map((row) =>
        presentRole(row, origin),
      );
    },
  }),
  operation({
    id: 'set_user_roles',
    method: 'PUT',
    path: '/users/{user_id}/roles',
    tag: 'User',
    summary: "Set a user's roles",
    description: 'The body lists the ids of all roles the user is to have.',
    access: 'manage_roles',
    query,
    body: Type.Array(Type.String({ pattern: '^[1-9][0-9]{0,15}$' }), { maxItems: 1_000 }),
    bodyRequired: true,
    answer: listOf('Role'),
    answerDescription: 'Roles of user.',
    statuses: [403, 404, 422],
    async handle({ caller, params, body, origin }, context) {
      const rows = await setUserRoles(context, caller, params.user_id, body.map(parseId));
      return rows.map((row) => presentRole(row, origin));
    },
  }),
];
