import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import { parseId } from '../http/id.ts';
import { answerList } from '../http/list.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery, pageQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, listQuery, ref } from '../http/schema.ts';
import { filterOrQuery, flagFilter, parseIds, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { readRole } from '../roles/read-role.ts';
import { presentUsers } from '../users/present-user.ts';
import { readUser } from '../users/read-users.ts';
import { addGroupGroup } from './add-group-group.ts';
import { addGroupUser } from './add-group-user.ts';
import { createGroup } from './create-group.ts';
import { deleteGroup } from './delete-group.ts';
import { deleteGroupFromGroup } from './delete-group-from-group.ts';
import { deleteGroupUser } from './delete-group-user.ts';
import type { GroupChanges } from './group-changes.ts';
import {
  presentGroups,
  presentGroupsWithHierarchy,
  presentGroupsWithRoles,
  type View,
} from './present-group.ts';
import { type GroupRow, groupsIn, groupsWithRole, sortColumns } from './queries.ts';
import { groupsThat, readGroup, requireGroup } from './read-groups.ts';
import { groupsMatching } from './search-groups.ts';
import { setRoleGroups } from './set-role-groups.ts';
import { updateGroup } from './update-group.ts';

const fields = Type.Object(fieldsQuery);
const body = Type.Unsafe<GroupChanges>(ref('Group'));

const searchQuery = Type.Object({
  ...fieldsQuery,
  ...limitQuery,
  ...sortsQuery,
  ...filterOrQuery,
  id: textFilter('Ids, separated by commas'),
  name: textFilter('Name'),
  external_group_id: textFilter('Id of the group elsewhere'),
  externally_managed: flagFilter('No group is'),
  externally_orphaned: flagFilter('No group is'),
});

const allGroupsQuery = Type.Object({
  ...fieldsQuery,
  ...pageQuery,
  ...limitQuery,
  ...sortsQuery,
  ids: listQuery('Ids of the groups to list'),
  content_metadata_id: textFilter('Accepted for clients; no effect here'),
  can_add_to_content_metadata: flagFilter('Only groups for which this is set so'),
});

type Present = (database: Context['database'], rows: GroupRow[], view: View) => Promise<unknown[]>;

/** An engine takes some ten thousand values in a statement. */
const GROUPS_PER_QUERY = 1_024;

async function answerGroup({ database }: Context, view: View, groupId: number): Promise<unknown> {
  const row = await readGroup(database, view.caller, groupId);
  return (await presentGroups(database, [row], view))[0];
}

function answerGroups(
  { database }: Context,
  input: Input<string, object, unknown>,
  listed: ReturnType<typeof groupsThat>,
  present: Present = presentGroups,
): Promise<unknown> {
  return answerList<GroupRow>(input, database, {
    ...listed,
    async present(rows) {
      const groups: unknown[] = [];
      for (let at = 0; at < rows.length; at += GROUPS_PER_QUERY) {
        groups.push(...(await present(database, rows.slice(at, at + GROUPS_PER_QUERY), input)));
      }
      return groups;
    },
  });
}

const orderOf = ({ sorts }: { sorts?: string }) => orderBy(sorts, sortColumns, sortColumns.id);

/** An operation that neither pages nor sorts takes nothing of that from its query, whatever stands there. */
const withoutQuery = <Asked extends object>(input: Asked) => ({ ...input, query: {} });

/**
 * The id that a body names. The shapes of these bodies call it read-only, so nothing has looked at it yet.
 *
 * @throws AppError `validation_failed` for none; `not_found` for what cannot be an id.
 */
function idIn(body: unknown, field: string): number {
  const id = (body as Record<string, unknown>)[field];
  if (id === undefined || id === null) throw invalidField(field, `'${field}' is required.`, 'missing_field');
  if (typeof id !== 'string') throw invalidField(field, `'${field}' must be of type string.`);
  return parseId(id);
}

/** The three searches differ in what they tell of each group. */
const search = (id: string, path: string, summary: string, shape: string, present: Present): Operation =>
  operation({
    id,
    method: 'GET',
    path,
    tag: 'Group',
    summary,
    description: SEARCH_TEXT,
    access: 'see_users',
    query: searchQuery,
    answer: listOf(shape),
    answerDescription: 'Group',
    statuses: [403, 404],
    handle: (input, context) =>
      answerGroups(
        context,
        input,
        groupsThat(input.caller, groupsMatching(input.query), orderOf(input.query)),
        present,
      ),
  });

export const groupOperations: Operation[] = [
  operation({
    id: 'all_groups',
    method: 'GET',
    path: '/groups',
    tag: 'Group',
    summary: 'List groups',
    access: 'see_users',
    query: allGroupsQuery,
    answer: listOf('Group'),
    answerDescription: 'Group',
    statuses: [403, 404],
    handle(input, context) {
      const { ids, can_add_to_content_metadata } = input.query;
      const where = groupsMatching({ can_add_to_content_metadata }, ids ? parseIds(ids) : undefined);
      return answerGroups(context, input, groupsThat(input.caller, where, orderOf(input.query)));
    },
  }),
  operation({
    id: 'create_group',
    method: 'POST',
    path: '/groups',
    tag: 'Group',
    summary: 'Create a group',
    access: 'manage_groups',
    query: fields,
    body,
    bodyRequired: true,
    answer: ref('Group'),
    answerDescription: 'Group',
    statuses: [403, 404, 409, 422, 429],
    async handle(input, context) {
      const id = await createGroup(context, input.caller, input.body);
      return answerGroup(context, input, id);
    },
  }),
  search('search_groups', '/groups/search', 'Search groups', 'Group', presentGroups),
  search(
    'search_groups_with_roles',
    '/groups/search/with_roles',
    'Search groups, with their roles',
    'GroupSearch',
    presentGroupsWithRoles,
  ),
  search(
    'search_groups_with_hierarchy',
    '/groups/search/with_hierarchy',
    'Search groups, with the groups they are in',
    'GroupHierarchy',
    presentGroupsWithHierarchy,
  ),
  operation({
    id: 'group',
    method: 'GET',
    path: '/groups/{group_id}',
    tag: 'Group',
    summary: 'Get a group',
    access: 'see_users',
    query: fields,
    answer: ref('Group'),
    answerDescription: 'Group',
    statuses: [403, 404],
    handle: (input, context) => answerGroup(context, input, input.params.group_id),
  }),
  operation({
    id: 'update_group',
    method: 'PATCH',
    path: '/groups/{group_id}',
    tag: 'Group',
    summary: 'Change a group',
    description:
      'Changes the keys that are sent. Read-only ones are ignored, so that a group can be sent back as read.',
    access: 'manage_groups',
    query: fields,
    body,
    bodyRequired: true,
    answer: ref('Group'),
    answerDescription: 'Group',
    statuses: [403, 404, 422, 429],
    async handle(input, context) {
      await updateGroup(context, input.caller, input.params.group_id, input.body);
      return answerGroup(context, input, input.params.group_id);
    },
  }),
  operation({
    id: 'delete_group',
    method: 'DELETE',
    path: '/groups/{group_id}',
    tag: 'Group',
    summary: 'Delete a group',
    description: 'Who was in it stays, without what it gave them. All Users cannot be deleted.',
    access: 'manage_groups',
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) => deleteGroup(context, caller, params.group_id),
  }),
  operation({
    id: 'all_group_groups',
    method: 'GET',
    path: '/groups/{group_id}/groups',
    tag: 'Group',
    summary: 'List the groups in a group',
    access: 'see_users',
    query: fields,
    answer: listOf('Group'),
    answerDescription: 'All groups in group.',
    statuses: [403, 404],
    async handle(input, context) {
      await requireGroup(context.database, input.params.group_id);
      return answerGroups(
        context,
        withoutQuery(input),
        groupsThat(input.caller, groupsIn(input.params.group_id), orderOf({})),
      );
    },
  }),
  operation({
    id: 'add_group_group',
    method: 'POST',
    path: '/groups/{group_id}/groups',
    tag: 'Group',
    summary: 'Put a group in a group',
    description:
      'Whoever is in it gets what the outer group gives. Done also when it is there already. A group cannot come to be in itself.',
    access: 'manage_groups',
    body: ref('GroupIdForGroupInclusion'),
    bodyRequired: true,
    answer: ref('Group'),
    answerDescription: 'Added group.',
    statuses: [403, 404, 422],
    async handle(input, context) {
      const childId = idIn(input.body, 'group_id');
      await addGroupGroup(context, input.caller, input.params.group_id, childId);
      return answerGroup(context, input, childId);
    },
  }),
  operation({
    id: 'add_group_user',
    method: 'POST',
    path: '/groups/{group_id}/users',
    tag: 'Group',
    summary: 'Put a user in a group',
    description: 'Done also when the user is in it already.',
    access: 'manage_groups',
    body: ref('GroupIdForGroupUserInclusion'),
    bodyRequired: true,
    answer: ref('User'),
    answerDescription: 'Added user.',
    statuses: [403, 404, 422],
    async handle(input, context) {
      const userId = idIn(input.body, 'user_id');
      await readUser(context, input.caller, userId);
      await addGroupUser(context, input.caller, input.params.group_id, userId);
      const row = await readUser(context, input.caller, userId);
      return (await presentUsers(context.database, [row], input))[0];
    },
  }),
  operation({
    id: 'delete_group_user',
    method: 'DELETE',
    path: '/groups/{group_id}/users/{user_id}',
    tag: 'Group',
    summary: 'Take a user out of a group',
    description: 'Done also when the user is not in it.',
    access: 'manage_groups',
    statuses: [403, 404],
    async handle({ caller, params }, context) {
      await readUser(context, caller, params.user_id);
      await deleteGroupUser(context, caller, params.group_id, params.user_id);
    },
  }),
  operation({
    id: 'delete_group_from_group',
    method: 'DELETE',
    path: '/groups/{group_id}/groups/{deleting_group_id}',
    tag: 'Group',
    summary: 'Take a group out of a group',
    description: 'Done also when it is not in it.',
    access: 'manage_groups',
    statuses: [403, 404],
    handle: ({ caller, params }, context) =>
      deleteGroupFromGroup(context, caller, params.group_id, params.deleting_group_id),
  }),
  operation({
    id: 'role_groups',
    method: 'GET',
    path: '/roles/{role_id}/groups',
    tag: 'Role',
    summary: 'List the groups that have a role',
    access: 'see_users',
    query: fields,
    answer: listOf('Group'),
    answerDescription: 'Groups with role.',
    statuses: [403, 404],
    async handle(input, context) {
      await readRole(context.database, input.params.role_id);
      return answerGroups(
        context,
        withoutQuery(input),
        groupsThat(input.caller, groupsWithRole(input.params.role_id), orderOf({})),
      );
    },
  }),
  operation({
    id: 'set_role_groups',
    method: 'PUT',
    path: '/roles/{role_id}/groups',
    tag: 'Role',
    summary: 'Set the groups that have a role',
    description: 'The body lists the ids of all groups that are to have it.',
    access: 'manage_roles',
    body: Type.Array(Type.String({ pattern: '^[1-9][0-9]{0,15}$' })),
    bodyRequired: true,
    answer: listOf('Group'),
    answerDescription: 'Groups with role.',
    statuses: [403, 404, 422, 429],
    async handle(input, context) {
      await setRoleGroups(context, input.caller, input.params.role_id, input.body.map(parseId));
      return answerGroups(
        context,
        withoutQuery(input),
        groupsThat(input.caller, groupsWithRole(input.params.role_id), orderOf({})),
      );
    },
  }),
];
