import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';
import { createApiKey } from './create-api-key.ts';
import { deleteApiKey } from './delete-api-key.ts';
import { findApiKey, listApiKeys } from './list-api-keys.ts';
import { presentApiKey } from './present-api-key.ts';

const query = Type.Object(fieldsQuery);

export const apiKeyOperations: Operation[] = [
  operation({
    id: 'all_user_credentials_api3s',
    method: 'GET',
    path: '/users/{user_id}/credentials_api3',
    tag: 'User',
    summary: "List a user's API keys",
    access: { permission: 'see_users', own: true },
    query,
    answer: listOf('CredentialsApi3'),
    answerDescription: 'API 3 Credential',
    statuses: [403, 404],
    async handle({ params, origin }, { database }) {
      return (await listApiKeys(database, params.user_id)).map((row) => presentApiKey(row, origin));
    },
  }),
  operation({
    id: 'create_user_credentials_api3',
    method: 'POST',
    path: '/users/{user_id}/credentials_api3',
    tag: 'User',
    summary: 'Create an API key',
    description: 'The answer, and no other, has the `client_secret`.',
    access: 'manage_api_keys',
    query,
    answer: ref('CreateCredentialsApi3'),
    answerDescription: 'API 3 Credential',
    statuses: [403, 404, 409, 422, 429],
    async handle({ caller, params, origin, setHeader }, context) {
      const { id, clientSecret } = await createApiKey(context, caller, params.user_id);
      setHeader('cache-control', 'no-store');
      const row = await findApiKey(context.database, params.user_id, id);
      return { ...presentApiKey(row, origin), client_secret: clientSecret };
    },
  }),
  operation({
    id: 'user_credentials_api3',
    method: 'GET',
    path: '/users/{user_id}/credentials_api3/{credentials_api3_id}',
    tag: 'User',
    summary: 'Get an API key',
    access: { permission: 'see_users', own: true },
    query,
    answer: ref('CredentialsApi3'),
    answerDescription: 'API 3 Credential',
    statuses: [403, 404],
    async handle({ params, origin }, { database }) {
      return presentApiKey(await findApiKey(database, params.user_id, params.credentials_api3_id), origin);
    },
  }),
  operation({
    id: 'delete_user_credentials_api3',
    method: 'DELETE',
    path: '/users/{user_id}/credentials_api3/{credentials_api3_id}',
    tag: 'User',
    summary: 'Delete an API key',
    description: 'Tokens that were issued for it end at once.',
    access: 'manage_api_keys',
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) =>
      deleteApiKey(context, caller, params.user_id, params.credentials_api3_id),
  }),
];
