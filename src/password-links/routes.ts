import type { Context } from '../context.ts';
import { findEmailCredential } from '../email-credentials/find-email-credential.ts';
import { presentEmailCredential } from '../email-credentials/present-email-credential.ts';
import { type Input, type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';
import { createLink, linkUrl } from './create-link.ts';
import { sendLink } from './send-link.ts';

/** The credential with a link, or with none when it went by mail. */
async function answerWithLink(
  { database }: Context,
  input: Input<string, unknown, unknown>,
  userId: number,
  token: string | undefined,
) {
  const row = await findEmailCredential(database, userId, input.caller);
  const url = (first: boolean) => (token === undefined ? null : linkUrl(input.origin, token, first));
  input.setHeader('cache-control', 'no-store');
  return {
    ...presentEmailCredential(row, input),
    password_reset_url: url(false),
    account_setup_url: row.password_hash === null ? url(true) : null,
  };
}

export const passwordLinkOperations: Operation[] = [
  operation({
    id: 'create_user_credentials_email_password_reset',
    method: 'POST',
    path: '/users/{user_id}/credentials_email/password_reset',
    tag: 'User',
    summary: 'Make a link with which a user chooses a password',
    description:
      'The answer has it as `password_reset_url` and, for a user who never had a password, also as `account_setup_url`; no other answer has it again. It works once. It replaces the one before.',
    access: 'manage_users',
    query: Type.Object({
      expires: Type.Optional(
        Type.Boolean({ description: 'Whether it ends after 60 minutes (the default) or never' }),
      ),
      ...fieldsQuery,
    }),
    answer: ref('CredentialsEmail'),
    answerDescription: 'email/password credential',
    statuses: [403, 404],
    async handle(input, context) {
      const { caller, params, query } = input;
      const token = await createLink(context, caller, params.user_id, { expires: query.expires ?? true });
      return answerWithLink(context, input, params.user_id, token);
    },
  }),
  operation({
    id: 'send_user_credentials_email_password_reset',
    method: 'POST',
    path: '/users/{user_id}/credentials_email/send_password_reset',
    tag: 'User',
    summary: 'Mail a user a link with which they choose a password',
    description:
      'The link works once, for 60 minutes, and replaces the one before. When it has gone by mail, both URLs in the answer are null and the header `X-Mail-Sent` is `true`. A server without a mail server sends none: then the answer has the link to pass on, as that of `create_user_credentials_email_password_reset` does, and the header is `false`. A mail that the mail server does not take is 502.',
    access: 'manage_users',
    query: Type.Object(fieldsQuery),
    answer: ref('CredentialsEmail'),
    answerDescription: 'email/password credential',
    statuses: [403, 404, 429, 502],
    async handle(input, context) {
      const { caller, params, origin } = input;
      const token = await sendLink(context, caller, params.user_id, origin);
      input.setHeader('x-mail-sent', String(token === undefined));
      return answerWithLink(context, input, params.user_id, token);
    },
  }),
];
