import { type Static, Type } from 'typebox';
import type { Context } from '../context.ts';
import { tryParseId } from '../http/id.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery, pageOf, pageQuery, setPageHeaders } from '../http/paging.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { orderBy } from '../http/sorting.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { presentUsers } from './present-user.ts';
import { sortColumns } from './queries.ts';
import { readUser, readUsers } from './read-users.ts';
import { updateUser } from './update-user.ts';
import type { UserChanges } from './user-changes.ts';

const sortsQuery = {
  sorts: Type.Optional(Type.String({ description: 'Fields to sort by, each with asc or desc' })),
};
const body = Type.Unsafe<UserChanges>(ref('User'));
const fields = Type.Object(fieldsQuery);

const listQuery = Type.Object({
  ...fieldsQuery,
  ...pageQuery,
  ...limitQuery,
  ...sortsQuery,
  ids: Type.Optional(Type.String({ description: 'Ids of the users to list, separated by commas' })),
});

/** Some clients put the list in quotation marks. An id that cannot be names no user. */
const idsOf = (text: string | undefined): number[] | undefined =>
  text === undefined || text === ''
    ? undefined
    : text
        .replace(/^"(.*)"$/, '$1')
        .split(',')
        .map((id) => tryParseId(id.trim()))
        .filter((id) => id !== undefined);

type View = Pick<Input<string, unknown, unknown>, 'caller' | 'fields' | 'origin'>;

async function answerUser(context: Context, view: View, userId: number): Promise<unknown> {
  const row = await readUser(context, view.caller, userId);
  return (await presentUsers(context.database, [row], view))[0];
}

async function answerUsers(
  context: Context,
  input: Input<string, Static<typeof listQuery>, unknown>,
  ids: number[] | undefined,
): Promise<unknown> {
  const page = pageOf(input.query);
  const order = orderBy(input.query.sorts, sortColumns, sortColumns.id);
  const { rows, total } = await readUsers(context, input.caller, { ids, order, page });
  setPageHeaders(input, page, total);
  return presentUsers(context.database, rows, input);
}

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
    query: listQuery,
    answer: listOf('User'),
    answerDescription: 'All users.',
    statuses: [404],
    handle: (input, context) => answerUsers(context, input, idsOf(input.query.ids)),
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
    handle: ({ caller, params }, context) => deleteUser(context, caller, params.user_id),
  }),
];
