import { tryParseId } from '../http/id.ts';
import { answerList } from '../http/list.ts';
import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, listOf, listQuery, ref } from '../http/schema.ts';
import { parseIds } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import type { AttributeChanges } from './check-definition.ts';
import { createAttribute } from './create-attribute.ts';
import { deleteAttribute } from './delete-attribute.ts';
import { presentAttribute, presentGroupValue, presentUserValue } from './present-attribute.ts';
import { type AttributeWithDefault, sortColumns } from './queries.ts';
import { attributesSeenBy, readAttribute, withDefault } from './read-attributes.ts';
import { readGroupValues } from './read-group-values.ts';
import { readUserValues } from './read-user-values.ts';
import { deleteGroupValue, setGroupValue } from './set-group-value.ts';
import { setGroupValues } from './set-group-values.ts';
import { deleteUserValue, setUserValue } from './set-user-value.ts';
import { updateAttribute } from './update-attribute.ts';

const fields = Type.Object(fieldsQuery);

/** The shape says that all of it is read-only, so nothing of it has been checked. */
interface GroupValueBody {
  group_id?: unknown;
  value?: unknown;
  rank?: unknown;
}

const definition = {
  tag: 'UserAttribute',
  query: fields,
  answer: ref('UserAttribute'),
  answerDescription: 'User Attribute',
} as const;

export const attributeOperations: Operation[] = [
  operation({
    ...definition,
    id: 'all_user_attributes',
    method: 'GET',
    path: '/user_attributes',
    summary: 'List user attributes',
    description: 'A caller without `see_users` gets those whose values users may see.',
    access: 'token',
    query: Type.Object({ ...fieldsQuery, ...sortsQuery }),
    answer: listOf('UserAttribute'),
    statuses: [404],
    handle: (input, context) =>
      answerList<AttributeWithDefault>(input, context.database, {
        ...attributesSeenBy(input.caller, orderBy(input.query.sorts, sortColumns, sortColumns.id)),
        present: async (rows) => {
          const attributes = await Promise.all(rows.map((row) => withDefault(context, row)));
          return attributes.map((attribute) => presentAttribute(attribute, input.caller));
        },
      }),
  }),
  operation({
    ...definition,
    id: 'create_user_attribute',
    method: 'POST',
    path: '/user_attributes',
    summary: 'Create a user attribute',
    description: 'Its name and its label must be unlike those of every other.',
    access: 'administer',
    body: Type.Unsafe<AttributeChanges>(ref('UserAttribute')),
    bodyRequired: true,
    statuses: [403, 404, 409, 422, 429],
    async handle({ caller, body }, context) {
      const id = await createAttribute(context, caller, body);
      return presentAttribute(await readAttribute(context, caller, id), caller);
    },
  }),
  operation({
    ...definition,
    id: 'user_attribute',
    method: 'GET',
    path: '/user_attributes/{user_attribute_id}',
    summary: 'Get a user attribute',
    access: 'token',
    statuses: [404],
    handle: async ({ caller, params }, context) =>
      presentAttribute(await readAttribute(context, caller, params.user_attribute_id), caller),
  }),
  operation({
    ...definition,
    id: 'update_user_attribute',
    method: 'PATCH',
    path: '/user_attributes/{user_attribute_id}',
    summary: 'Change a user attribute',
    description:
      'Changes the keys that are sent. Hidden values stay hidden, and the type stays while there are values.',
    access: 'administer',
    body: Type.Unsafe<AttributeChanges>(ref('UserAttribute')),
    bodyRequired: true,
    statuses: [403, 404, 405, 422, 429],
    async handle({ caller, params, body }, context) {
      await updateAttribute(context, caller, params.user_attribute_id, body);
      return presentAttribute(await readAttribute(context, caller, params.user_attribute_id), caller);
    },
  }),
  operation({
    id: 'delete_user_attribute',
    method: 'DELETE',
    path: '/user_attributes/{user_attribute_id}',
    tag: 'UserAttribute',
    summary: 'Delete a user attribute with all its values',
    access: 'administer',
    statuses: [403, 404, 405, 429],
    handle: ({ caller, params }, context) => deleteAttribute(context, caller, params.user_attribute_id),
  }),
  operation({
    id: 'all_user_attribute_group_values',
    method: 'GET',
    path: '/user_attributes/{user_attribute_id}/group_values',
    tag: 'UserAttribute',
    summary: 'List the values that groups have for a user attribute',
    description: 'The one that decides for a user in several groups comes first.',
    access: 'see_users',
    query: fields,
    answer: listOf('UserAttributeGroupValue'),
    answerDescription: 'All group values for attribute.',
    statuses: [403, 404],
    async handle({ caller, params }, context) {
      const values = await readGroupValues(context, params.user_attribute_id);
      return values.map((value) => presentGroupValue(value, caller));
    },
  }),
  operation({
    id: 'set_user_attribute_group_values',
    method: 'POST',
    path: '/user_attributes/{user_attribute_id}/group_values',
    tag: 'UserAttribute',
    summary: 'Set the values that groups have for a user attribute',
    description:
      'Replaces all there are. Each item names a `group_id` and a `value`. For a user in several groups the first decides; where every item has a `rank`, the lowest. A hidden value that is left out stays.',
    access: 'manage_groups',
    body: Type.Unsafe<GroupValueBody[]>(listOf('UserAttributeGroupValue')),
    bodyRequired: true,
    answer: listOf('UserAttributeGroupValue'),
    answerDescription: 'Array of group values.',
    statuses: [403, 404, 405, 409, 422, 429],
    async handle({ caller, params, body }, context) {
      const given = body.map(({ group_id, value, rank }) => ({ groupId: tryParseId(group_id), value, rank }));
      const values = await setGroupValues(context, caller, params.user_attribute_id, given);
      return values.map((value) => presentGroupValue(value, caller));
    },
  }),
  operation({
    id: 'update_user_attribute_group_value',
    method: 'PATCH',
    path: '/groups/{group_id}/attribute_values/{user_attribute_id}',
    tag: 'Group',
    summary: "Set a group's value of a user attribute",
    description: 'A group without one gets the last rank.',
    access: 'manage_groups',
    body: Type.Unsafe<GroupValueBody>(ref('UserAttributeGroupValue')),
    bodyRequired: true,
    answer: ref('UserAttributeGroupValue'),
    answerDescription: 'Group value object.',
    statuses: [403, 404, 405, 422],
    handle: async ({ caller, params, body }, context) =>
      presentGroupValue(
        await setGroupValue(context, caller, params.group_id, params.user_attribute_id, body.value),
        caller,
      ),
  }),
  operation({
    id: 'delete_user_attribute_group_value',
    method: 'DELETE',
    path: '/groups/{group_id}/attribute_values/{user_attribute_id}',
    tag: 'Group',
    summary: "Delete a group's value of a user attribute",
    access: 'manage_groups',
    statuses: [403, 404, 405],
    handle: ({ caller, params }, context) =>
      deleteGroupValue(context, caller, params.group_id, params.user_attribute_id),
  }),
  operation({
    id: 'user_attribute_user_values',
    method: 'GET',
    path: '/users/{user_id}/attribute_values',
    tag: 'User',
    summary: "List a user's attribute values",
    description:
      'For each attribute the value of the user, else that of the group of theirs with the lowest rank, else the default. Users see their own where the attribute says so.',
    access: { permission: 'see_users', own: true },
    query: Type.Object({
      ...fieldsQuery,
      user_attribute_ids: listQuery('Ids of the user attributes to list; absent: all'),
      all_values: Type.Optional(
        Type.Boolean({
          description: 'Whether to list every value that reaches the user, not the first alone',
        }),
      ),
      include_unset: Type.Optional(
        Type.Boolean({ description: 'Whether to list attributes without a value, too' }),
      ),
    }),
    answer: listOf('UserAttributeWithValue'),
    answerDescription: 'Value of user attribute.',
    statuses: [403, 404],
    async handle({ caller, params, query }, context) {
      const { user_attribute_ids: ids, all_values, include_unset } = query;
      const values = await readUserValues(context, caller, params.user_id, {
        attributeIds: ids?.trim() ? parseIds(ids) : undefined,
        all: all_values ?? false,
        includeUnset: include_unset ?? false,
      });
      return values.map((value) => presentUserValue(value, caller));
    },
  }),
  operation({
    id: 'set_user_attribute_user_value',
    method: 'PATCH',
    path: '/users/{user_id}/attribute_values/{user_attribute_id}',
    tag: 'User',
    summary: "Set a user's own value of a user attribute",
    description: 'Users set their own where the attribute says so.',
    access: { permission: 'manage_users', own: true },
    body: Type.Unsafe<{ value?: string | null }>(ref('UserAttributeWithValue')),
    bodyRequired: true,
    answer: ref('UserAttributeWithValue'),
    answerDescription: 'User attribute value.',
    statuses: [403, 404, 405, 422],
    handle: async ({ caller, params, body }, context) =>
      presentUserValue(
        await setUserValue(context, caller, params.user_id, params.user_attribute_id, body.value),
        caller,
      ),
  }),
  operation({
    id: 'delete_user_attribute_user_value',
    method: 'DELETE',
    path: '/users/{user_id}/attribute_values/{user_attribute_id}',
    tag: 'User',
    summary: "Delete a user's own value of a user attribute",
    description: 'That of a group or the default counts again.',
    access: { permission: 'manage_users', own: true },
    statuses: [403, 404, 405],
    handle: ({ caller, params }, context) =>
      deleteUserValue(context, caller, params.user_id, params.user_attribute_id),
  }),
];
