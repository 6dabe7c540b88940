import type { Context } from '../context.ts';
import { answerList } from '../http/list.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { filterOrQuery, flagFilter, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { createPermissionSet, type PermissionSetChanges } from './create-permission-set.ts';
import { deletePermissionSet } from './delete-permission-set.ts';
import { presentPermissionSet, presentPermissions } from './present-permission-set.ts';
import { columns, everyPermissionSet, type PermissionSetRow } from './queries.ts';
import { permissionSetsThat, readPermissionSet } from './read-permission-set.ts';
import { permissionSetsMatching } from './search-permission-sets.ts';
import { updatePermissionSet } from './update-permission-set.ts';

const query = Type.Object(fieldsQuery);
const body = Type.Unsafe<PermissionSetChanges>(ref('PermissionSet'));

async function answerOne({ database }: Context, input: Input<string, unknown, unknown>, id: number) {
  return presentPermissionSet(await readPermissionSet(database, id), input);
}

const answerMany = (
  { database }: Context,
  input: Input<string, object, unknown>,
  listed: ReturnType<typeof permissionSetsThat>,
): Promise<unknown> =>
  answerList<PermissionSetRow>(input, database, {
    ...listed,
    present: (rows) => rows.map((row) => presentPermissionSet(row, input)),
  });

export const permissionSetOperations: Operation[] = [
  operation({
    id: 'all_permissions',
    method: 'GET',
    path: '/permissions',
    tag: 'Role',
    summary: 'List permissions',
    description: 'All that can be allowed here. A set may also hold names that only Looker knows.',
    access: 'token',
    answer: listOf('Permission'),
    answerDescription: 'Permission',
    statuses: [404],
    handle: async () => presentPermissions(),
  }),
  operation({
    id: 'search_permission_sets',
    method: 'GET',
    path: '/permission_sets/search',
    tag: 'Role',
    summary: 'Search permission sets',
    description: SEARCH_TEXT,
    access: 'see_users',
    query: Type.Object({
      ...fieldsQuery,
      ...limitQuery,
      ...sortsQuery,
      id: textFilter('Ids, separated by commas'),
      name: textFilter('Name'),
      all_access: flagFilter('Whether it has every permission'),
      built_in: flagFilter('Whether it is built in'),
      ...filterOrQuery,
    }),
    answer: listOf('PermissionSet'),
    answerDescription: 'Permission Set',
    statuses: [403, 404],
    handle: (input, context) =>
      answerMany(
        context,
        input,
        permissionSetsThat(
          permissionSetsMatching(input.query),
          orderBy(input.query.sorts, columns, columns.id),
        ),
      ),
  }),
  operation({
    id: 'permission_set',
    method: 'GET',
    path: '/permission_sets/{permission_set_id}',
    tag: 'Role',
    summary: 'Get a permission set',
    access: 'see_users',
    query,
    answer: ref('PermissionSet'),
    answerDescription: 'Permission Set',
    statuses: [403, 404],
    handle: (input, context) => answerOne(context, input, input.params.permission_set_id),
  }),
  operation({
    id: 'update_permission_set',
    method: 'PATCH',
    path: '/permission_sets/{permission_set_id}',
    tag: 'Role',
    summary: 'Change a permission set',
    description:
      'Changes the keys that are sent. Everybody whose role has the set may do from then on what it then says. Nobody can put in or take out what they may not do themselves.',
    access: 'manage_roles',
    body,
    bodyRequired: true,
    answer: ref('PermissionSet'),
    answerDescription: 'Permission Set',
    statuses: [403, 404, 405, 422, 429],
    async handle(input, context) {
      const id = input.params.permission_set_id;
      await updatePermissionSet(context, input.caller, id, input.body);
      return answerOne(context, input, id);
    },
  }),
  operation({
    id: 'delete_permission_set',
    method: 'DELETE',
    path: '/permission_sets/{permission_set_id}',
    tag: 'Role',
    summary: 'Delete a permission set',
    description: 'Refused with 405 while a role has it, and for a built-in one.',
    access: 'manage_roles',
    statuses: [403, 404, 405, 429],
    meanings: {
      405: 'It is built in, or a role still has it.',
    },
    handle: ({ caller, params }, context) => deletePermissionSet(context, caller, params.permission_set_id),
  }),
  operation({
    id: 'all_permission_sets',
    method: 'GET',
    path: '/permission_sets',
    tag: 'Role',
    summary: 'List permission sets',
    access: 'see_users',
    query,
    answer: listOf('PermissionSet'),
    answerDescription: 'Permission Set',
    statuses: [403, 404],
    handle: (input, context) =>
      answerMany(context, { ...input, query: {} }, permissionSetsThat(everyPermissionSet, columns.id)),
  }),
  operation({
    id: 'create_permission_set',
    method: 'POST',
    path: '/permission_sets',
    tag: 'Role',
    summary: 'Create a permission set',
    description: 'Nobody can put in what they may not do themselves.',
    access: 'manage_roles',
    body,
    bodyRequired: true,
    answer: ref('PermissionSet'),
    answerDescription: 'Permission Set',
    statuses: [403, 404, 409, 422, 429],
    async handle(input, context) {
      const id = await createPermissionSet(context, input.caller, input.body);
      return answerOne(context, input, id);
    },
  }),
];
