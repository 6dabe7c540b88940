import type { Context } from '../context.ts';
import { answerList } from '../http/list.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { limitQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { filterOrQuery, SEARCH_TEXT, textFilter } from '../http/search.ts';
import { orderBy, sortsQuery } from '../http/sorting.ts';
import { Type } from '../http/type.ts';
import { presentUsers } from '../users/present-user.ts';
import { readUser } from '../users/read-users.ts';
import { createEmailCredential, type EmailChanges } from './create-email-credential.ts';
import { findEmailCredential, rankMatters } from './find-email-credential.ts';
import { presentEmailCredential } from './present-email-credential.ts';
import { type EmailCredentialRow, listCredentials, sortColumns } from './queries.ts';
import { removeEmailCredential } from './remove-email-credential.ts';
import { credentialsMatching } from './search-email-credentials.ts';
import { replaceEmails, updateEmailCredential } from './update-email-credential.ts';

const query = Type.Object(fieldsQuery);
const body = Type.Unsafe<EmailChanges>(ref('CredentialsEmail'));
const answerDescription = 'Email/Password Credential';

const answerCredential = async (
  { database }: Context,
  input: Input<string, unknown, unknown>,
  userId: number,
) => presentEmailCredential(await findEmailCredential(database, userId, input.caller), input);

export const emailCredentialOperations: Operation[] = [
  operation({
    id: 'search_credentials_email',
    method: 'GET',
    path: '/credentials_email/search',
    tag: 'User',
    summary: 'Search e-mail credentials',
    description: SEARCH_TEXT,
    access: 'see_users',
    query: Type.Object({
      ...fieldsQuery,
      ...limitQuery,
      ...sortsQuery,
      id: textFilter('Ids of users, separated by commas'),
      email: textFilter('E-mail address'),
      emails: textFilter('E-mail addresses, separated by commas'),
      ...filterOrQuery,
    }),
    answer: listOf('CredentialsEmailSearch'),
    answerDescription: 'Credentials Email',
    statuses: [403, 404],
    handle(input, { database }) {
      const where = credentialsMatching(input.query);
      const order = orderBy(input.query.sorts, sortColumns, sortColumns.id);
      return answerList<EmailCredentialRow>(input, database, {
        select: (page) => listCredentials(where, order, page, rankMatters(input.caller)),
        present: (rows) => rows.map((row) => presentEmailCredential(row, input)),
      });
    },
  }),
  operation({
    id: 'user_credentials_email',
    method: 'GET',
    path: '/users/{user_id}/credentials_email',
    tag: 'User',
    summary: "Get a user's e-mail credential",
    access: { permission: 'see_users', own: true },
    query,
    answer: ref('CredentialsEmail'),
    answerDescription,
    statuses: [403, 404],
    handle: (input, context) => answerCredential(context, input, input.params.user_id),
  }),
  operation({
    id: 'create_user_credentials_email',
    method: 'POST',
    path: '/users/{user_id}/credentials_email',
    tag: 'User',
    summary: 'Give a user an e-mail address to sign in with',
    description:
      'An address belongs to one user, in whatever letter case it is written. The user has no password until they choose one: see `create_user_credentials_email_password_reset`.',
    access: 'manage_users',
    query,
    body,
    bodyRequired: true,
    answer: ref('CredentialsEmail'),
    answerDescription,
    statuses: [403, 404, 409, 422, 429],
    async handle(input, context) {
      await createEmailCredential(context, input.caller, input.params.user_id, input.body);
      return answerCredential(context, input, input.params.user_id);
    },
  }),
  operation({
    id: 'update_user_credentials_email',
    method: 'PATCH',
    path: '/users/{user_id}/credentials_email',
    tag: 'User',
    summary: "Change a user's e-mail credential",
    description: 'Changes the keys that are sent. A link to choose a password ends when the address changes.',
    access: 'manage_users',
    query,
    body,
    bodyRequired: true,
    answer: ref('CredentialsEmail'),
    answerDescription,
    statuses: [403, 404, 422, 429],
    async handle(input, context) {
      await updateEmailCredential(context, input.caller, input.params.user_id, input.body);
      return answerCredential(context, input, input.params.user_id);
    },
  }),
  operation({
    id: 'delete_user_credentials_email',
    method: 'DELETE',
    path: '/users/{user_id}/credentials_email',
    tag: 'User',
    summary: "Delete a user's e-mail credential",
    description: 'Its password and its link go with it.',
    access: 'manage_users',
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) => removeEmailCredential(context, caller, params.user_id),
  }),
  operation({
    id: 'wipeout_user_emails',
    method: 'POST',
    path: '/users/{user_id}/update_emails',
    tag: 'User',
    summary: "Replace a disabled user's e-mail addresses",
    description:
      'Puts another address in the place of every one that the user has, so that the old one is free.',
    access: 'manage_users',
    query,
    body: Type.Unsafe<{ email: string }>(ref('UserEmailOnly')),
    bodyRequired: true,
    answer: ref('User'),
    answerDescription: 'New state for specified user.',
    statuses: [403, 404, 409, 422],
    async handle(input, context) {
      const { caller, params, body } = input;
      await replaceEmails(context, caller, params.user_id, body.email);
      const row = await readUser(context, caller, params.user_id);
      return (await presentUsers(context.database, [row], input))[0];
    },
  }),
];
