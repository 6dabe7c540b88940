import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';
import { presentUsers } from '../users/present-user.ts';
import { readUser } from '../users/read-users.ts';
import { createEmbedUser } from './create-embed-user.ts';
import { findEmbedCredential, listEmbedCredentials } from './find-embed-credential.ts';
import { presentEmbedCredential } from './present-embed-credential.ts';
import { removeEmbedCredential } from './remove-embed-credential.ts';

const query = Type.Object(fieldsQuery);

export const embedOperations: Operation[] = [
  operation({
    id: 'create_embed_user',
    method: 'POST',
    path: '/users/embed_user',
    tag: 'User',
    summary: 'Create a user by an id of another application',
    access: 'manage_users',
    body: Type.Unsafe<{ external_user_id: string }>(ref('CreateEmbedUserRequest')),
    bodyRequired: true,
    answer: ref('UserPublic'),
    answerDescription: 'Created embed user',
    statuses: [403, 404, 422],
    async handle(input, context) {
      const { caller, body } = input;
      const id = await createEmbedUser(context, caller, body.external_user_id);
      const row = await readUser(context, caller, id);
      return (await presentUsers(context.database, [row], input))[0];
    },
  }),
  operation({
    id: 'all_user_credentials_embeds',
    method: 'GET',
    path: '/users/{user_id}/credentials_embed',
    tag: 'User',
    summary: "List a user's ids in other applications",
    access: { permission: 'see_users', own: true },
    query,
    answer: listOf('CredentialsEmbed'),
    answerDescription: 'Embedding Credential',
    statuses: [403, 404],
    async handle({ params, origin }, { database }) {
      const rows = await listEmbedCredentials(database, params.user_id);
      return rows.map((row) => presentEmbedCredential(row, origin));
    },
  }),
  operation({
    id: 'user_credentials_embed',
    method: 'GET',
    path: '/users/{user_id}/credentials_embed/{credentials_embed_id}',
    tag: 'User',
    summary: "Get a user's id in another application",
    access: { permission: 'see_users', own: true },
    query,
    answer: ref('CredentialsEmbed'),
    answerDescription: 'Embedding Credential',
    statuses: [403, 404],
    async handle({ params, origin }, { database }) {
      const row = await findEmbedCredential(database, params.user_id, params.credentials_embed_id);
      return presentEmbedCredential(row, origin);
    },
  }),
  operation({
    id: 'delete_user_credentials_embed',
    method: 'DELETE',
    path: '/users/{user_id}/credentials_embed/{credentials_embed_id}',
    tag: 'User',
    summary: "Delete a user's id in another application",
    access: 'manage_users',
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) =>
      removeEmbedCredential(context, caller, params.user_id, params.credentials_embed_id),
  }),
];
