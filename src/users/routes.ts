import type { Context } from '../context.ts';
import { requireGroup } from '../groups/read-groups.ts';
import { answerList, type Listing } from '../http/list.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery, pageQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, listQuery, ref } from '../http/schema.ts';
import { filterOrQuery, flagFilter, parseIds, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { findByCredential } from './find-by-credential.ts';
import { presentUsers, type View } from './present-user.ts';
import { sortColumns, type UserRow, usersWithIds } from './queries.ts';
import { everyUserById, readUser, usersThat } from './read-users.ts';
import { groupsAsked, onlyGroupAsked, usersMatching, usersNamedLike } from './search-users.ts';
import { updateUser } from './update-user.ts';
import type { UserChanges } from './user-changes.ts';
import { areLarge, membersOf } from './users-in-groups.ts';

const body = Type.Unsafe<UserChanges>(ref('User'));
const fields = Type.Object(fieldsQuery);

const listParameters = { ...fieldsQuery, ...pageQuery, ...limitQuery, ...sortsQuery };

const searchQuery = {
  ...listParameters,
  id: textFilter('Ids, separated by commas'),
  first_name: textFilter('First name'),
  last_name: textFilter('Last name'),
  verified_looker_employee: flagFilter('Nobody is'),
  email: textFilter('E-mail address'),
  is_disabled: flagFilter('Whether the user is disabled'),
};

const allUsersQuery = Type.Object({
  ...listParameters,
  ids: listQuery('Ids of the users to list'),
});

async function answerUser(context: Context, view: View, userId: number): Promise<unknown> {
  const row = await readUser(context, view.caller, userId);
  return (await presentUsers(context.database, [row], view))[0];
}

type Listed = Omit<Listing<UserRow>, 'present'>;

const answerUsers = (
  { database }: Context,
  input: Input<string, object, unknown>,
  listed: Listed,
): Promise<unknown> =>
  answerList<UserRow>(input, database, {
    ...listed,
    present: (rows) => presentUsers(database, rows, input),
  });

const orderOf = ({ sorts }: { sorts?: string }) => orderBy(sorts, sortColumns, sortColumns.id);

export const userOperations: Operation[] = [
  operation({
    id: 'me',
    method: 'GET',
    path: '/user',
    tag: 'User',
    summary: 'Get the current user',
    access: 'token',
    query: fields,
    answer: ref('User'),
    answerDescription: 'Current user.',
    statuses: [404],
    handle: (input, context) => answerUser(context, input, input.caller.userId),
  }),
  operation({
    id: 'all_users',
    method: 'GET',
    path: '/users',
    tag: 'User',
    summary: 'List users',
    description: 'Without `limit` or `per_page`: all of them. A caller without `see_users` gets names alone.',
    access: 'token',
    query: allUsersQuery,
    answer: listOf('User'),
    answerDescription: 'All users.',
    statuses: [404],
    handle(input, context) {
      const { ids, sorts } = input.query;
      const order = orderOf(input.query);
      if (ids)
        return answerUsers(context, input, usersThat(input.caller, order, usersWithIds(parseIds(ids))));
      const listed = sorts
        ? usersThat(input.caller, order)
        : everyUserById(context.database, input.caller, order);
      return answerUsers(context, input, listed);
    },
  }),
  operation({
    id: 'search_users',
    method: 'GET',
    path: '/users/search',
    tag: 'User',
    summary: 'Search users',
    description: SEARCH_TEXT,
    access: 'token',
    query: Type.Object({
      ...searchQuery,
      ...filterOrQuery,
      embed_user: flagFilter('Whether the user was created for embedding'),
      content_metadata_id: textFilter('Accepted for clients; no effect here'),
      group_id: textFilter('Ids of groups: users who are in one of them'),
    }),
    answer: listOf('User'),
    answerDescription: 'Matching users.',
    statuses: [404],
    async handle(input, context) {
      const { database } = context;
      const { caller, query } = input;
      const order = orderOf(query);
      const group = onlyGroupAsked(query);
      if (group !== undefined) {
        const members = await membersOf(database, caller, group, { order, byId: !query.sorts });
        return answerUsers(context, input, members);
      }
      const condition = usersMatching(query, await areLarge(database, groupsAsked(query)));
      return answerUsers(context, input, usersThat(caller, order, condition));
    },
  }),
  operation({
    id: 'search_users_names',
    method: 'GET',
    path: '/users/search/names/{pattern}',
    tag: 'User',
    summary: 'Search users by name or e-mail address',
    description: `Users whose first name, last name or e-mail address matches the pattern, and for whom the other parameters hold. ${SEARCH_TEXT}`,
    access: 'token',
    query: Type.Object(searchQuery),
    answer: listOf('User'),
    answerDescription: 'Matching users.',
    statuses: [404],
    handle: (input, context) =>
      answerUsers(
        context,
        input,
        usersThat(input.caller, orderOf(input.query), usersNamedLike(input.params.pattern, input.query)),
      ),
  }),
  operation({
    id: 'all_group_users',
    method: 'GET',
    path: '/groups/{group_id}/users',
    tag: 'Group',
    summary: 'List the users in a group',
    description: 'Those in the group itself. Without `limit` or `per_page`: all of them.',
    access: 'see_users',
    query: Type.Object(listParameters),
    answer: listOf('User'),
    answerDescription: 'All users in group.',
    statuses: [403, 404],
    async handle(input, context) {
      const { caller, params, query } = input;
      await requireGroup(context.database, params.group_id);
      const how = { order: orderOf(query), byId: !query.sorts };
      return answerUsers(context, input, await membersOf(context.database, caller, params.group_id, how));
    },
  }),
  operation({
    id: 'user_for_credential',
    method: 'GET',
    path: '/users/credential/{credential_type}/{credential_id}',
    tag: 'User',
    summary: 'Get the user who has a credential',
    description:
      'By `email` (address), `api3` (`client_id`) or `embed` (`external_user_id`). Nobody has one of the other types.',
    access: 'see_users',
    query: fields,
    answer: ref('User'),
    answerDescription: 'Specified user.',
    statuses: [403, 404],
    async handle(input, context) {
      const { credential_type, credential_id } = input.params;
      return answerUser(
        context,
        input,
        await findByCredential(context.database, credential_type, credential_id),
      );
    },
  }),
  operation({
    id: 'create_user',
    method: 'POST',
    path: '/users',
    tag: 'User',
    summary: 'Create a user',
    access: 'manage_users',
    query: fields,
    body,
    answer: ref('User'),
    answerDescription: 'Created user.',
    statuses: [403, 404, 409, 422],
    async handle(input, context) {
      const id = await createUser(context, input.caller, input.body);
      return answerUser(context, input, id);
    },
  }),
  operation({
    id: 'user',
    method: 'GET',
    path: '/users/{user_id}',
    tag: 'User',
    summary: 'Get a user',
    description: 'A caller without `see_users` gets the name alone (`UserPublic`) of anybody else.',
    access: 'token',
    query: fields,
    answer: ref('User'),
    answerDescription: 'Requested user.',
    statuses: [404],
    handle: (input, context) => answerUser(context, input, input.params.user_id),
  }),
  operation({
    id: 'update_user',
    method: 'PATCH',
    path: '/users/{user_id}',
    tag: 'User',
    summary: 'Change a user',
    description:
      'Changes the keys that are sent. Read-only ones are ignored, so that a user can be sent back as read.',
    access: { permission: 'manage_users', own: true },
    query: fields,
    body,
    bodyRequired: true,
    answer: ref('User'),
    answerDescription: 'New state for specified user.',
    statuses: [403, 404, 422],
    async handle(input, context) {
      await updateUser(context, input.caller, input.params.user_id, input.body);
      return answerUser(context, input, input.params.user_id);
    },
  }),
  operation({
    id: 'delete_user',
    method: 'DELETE',
    path: '/users/{user_id}',
    tag: 'User',
    summary: 'Delete a user',
    description: 'Nobody can delete themselves, and the last administrator cannot be deleted.',
    access: 'manage_users',
    statuses: [403, 404],
    meanings: {
      403: 'The permission is missing, the user has permissions that the caller does not have, or it would delete the caller or the last administrator.',
    },
    handle: ({ caller, params }, context) => deleteUser(context, caller, params.user_id),
  }),
];
