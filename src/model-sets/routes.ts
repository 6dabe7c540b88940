import type { Context } from '../context.ts';
import { answerList } from '../http/list.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { filterOrQuery, flagFilter, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { createModelSet, type ModelSetChanges } from './create-model-set.ts';
import { deleteModelSet } from './delete-model-set.ts';
import { presentModelSet } from './present-model-set.ts';
import { columns, everyModelSet, type ModelSetRow } from './queries.ts';
import { modelSetsThat, readModelSet } from './read-model-set.ts';
import { modelSetsMatching } from './search-model-sets.ts';
import { updateModelSet } from './update-model-set.ts';

const NO_EFFECT = 'Model sets are kept for clients that expect them, and have no effect here.';

const query = Type.Object(fieldsQuery);
const body = Type.Unsafe<ModelSetChanges>(ref('ModelSet'));

async function answerOne({ database }: Context, input: Input<string, unknown, unknown>, id: number) {
  return presentModelSet(await readModelSet(database, id), input);
}

const answerMany = (
  { database }: Context,
  input: Input<string, object, unknown>,
  listed: ReturnType<typeof modelSetsThat>,
): Promise<unknown> =>
  answerList<ModelSetRow>(input, database, {
    ...listed,
    present: (rows) => rows.map((row) => presentModelSet(row, input)),
  });

export const modelSetOperations: Operation[] = [
  operation({
    id: 'search_model_sets',
    method: 'GET',
    path: '/model_sets/search',
    tag: 'Role',
    summary: 'Search model sets',
    description: `${NO_EFFECT} ${SEARCH_TEXT}`,
    access: 'see_users',
    query: Type.Object({
      ...fieldsQuery,
      ...limitQuery,
      ...sortsQuery,
      id: textFilter('Ids, separated by commas'),
      name: textFilter('Name'),
      all_access: flagFilter('Whether it is the one with every model'),
      built_in: flagFilter('Whether it is built in'),
      ...filterOrQuery,
    }),
    answer: listOf('ModelSet'),
    answerDescription: 'Model Set',
    statuses: [403, 404],
    handle: (input, context) =>
      answerMany(
        context,
        input,
        modelSetsThat(modelSetsMatching(input.query), orderBy(input.query.sorts, columns, columns.id)),
      ),
  }),
  operation({
    id: 'model_set',
    method: 'GET',
    path: '/model_sets/{model_set_id}',
    tag: 'Role',
    summary: 'Get a model set',
    description: NO_EFFECT,
    access: 'see_users',
    query,
    answer: ref('ModelSet'),
    answerDescription: 'Model Set',
    statuses: [403, 404],
    handle: (input, context) => answerOne(context, input, input.params.model_set_id),
  }),
  operation({
    id: 'update_model_set',
    method: 'PATCH',
    path: '/model_sets/{model_set_id}',
    tag: 'Role',
    summary: 'Change a model set',
    description: `Changes the keys that are sent. ${NO_EFFECT}`,
    access: 'administer',
    body,
    bodyRequired: true,
    answer: ref('ModelSet'),
    answerDescription: 'Model Set',
    statuses: [403, 404, 405, 422],
    async handle(input, context) {
      const id = input.params.model_set_id;
      await updateModelSet(context, input.caller, id, input.body);
      return answerOne(context, input, id);
    },
  }),
  operation({
    id: 'delete_model_set',
    method: 'DELETE',
    path: '/model_sets/{model_set_id}',
    tag: 'Role',
    summary: 'Delete a model set',
    description: `Refused with 405 while a role has it, and for the built-in one. ${NO_EFFECT}`,
    access: 'administer',
    statuses: [403, 404, 405],
    meanings: {
      405: 'It is built in, or a role still has it.',
    },
    handle: ({ caller, params }, context) => deleteModelSet(context, caller, params.model_set_id),
  }),
  operation({
    id: 'all_model_sets',
    method: 'GET',
    path: '/model_sets',
    tag: 'Role',
    summary: 'List model sets',
    description: NO_EFFECT,
    access: 'see_users',
    query,
    answer: listOf('ModelSet'),
    answerDescription: 'Model Set',
    statuses: [403, 404],
    handle: (input, context) =>
      answerMany(context, { ...input, query: {} }, modelSetsThat(everyModelSet, columns.id)),
  }),
  operation({
    id: 'create_model_set',
    method: 'POST',
    path: '/model_sets',
    tag: 'Role',
    summary: 'Create a model set',
    description: NO_EFFECT,
    access: 'administer',
    body,
    bodyRequired: true,
    answer: ref('ModelSet'),
    answerDescription: 'Model Set',
    statuses: [403, 404, 409, 422],
    async handle(input, context) {
      const id = await createModelSet(context, input.caller, input.body);
      return answerOne(context, input, id);
    },
  }),
];
