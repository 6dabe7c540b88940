import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { type Operation, operation } from '../http/operation.ts';
import { ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';
import { TOKEN_LIFETIME_SECONDS } from './issue-token.ts';
import { login } from './login.ts';
import { loginAs } from './login-as.ts';
import { logout } from './logout.ts';
import { readWorkspace, updateWorkspace } from './workspace.ts';

const tokenAnswer = (token: string) => ({
  access_token: token,
  token_type: 'Bearer',
  expires_in: TOKEN_LIFETIME_SECONDS,
  refresh_token: null,
});

const presentSession = ({ sudoUserId }: Caller, workspace: string) => ({
  can: {},
  workspace_id: workspace,
  sudo_user_id: sudoUserId === null ? null : String(sudoUserId),
});

/** The two names, from the form or else from the query string: clients send either. */
function given(name: 'client_id' | 'client_secret', body: unknown, query: Record<string, unknown>): string {
  const value = (body as Record<string, unknown> | undefined)?.[name] ?? query[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AppError('bad_request', `Bad request: send ${name} once, as a form field.`);
}

export const sessionOperations: Operation[] = [
  operation({
    id: 'login',
    method: 'POST',
    path: '/login',
    tag: 'ApiAuth',
    summary: 'Log in with an API key',
    description:
      'Send `client_id` and `client_secret` as a form (`application/x-www-form-urlencoded`). The answer has an access token for the `Authorization` header. Four wrong secrets in a row from one address are followed by five minutes of 429.',
    access: 'public',
    query: Type.Object({
      client_id: Type.Optional(
        Type.String({ description: 'client_id part of the API key. Better sent in the body.' }),
      ),
      client_secret: Type.Optional(
        Type.String({ description: 'client_secret part of the API key. Better sent in the body.' }),
      ),
    }),
    answer: ref('AccessToken'),
    answerDescription: 'Access token with metadata.',
    statuses: [404, 429],
    meanings: {
      429: 'Four wrong secrets in a row came for this key from this address. Not even the right one is looked at until the time is over.',
    },
    async handle({ query, request, setHeader }, context) {
      const token = await login(context, {
        clientId: given('client_id', request.body, query),
        clientSecret: given('client_secret', request.body, query),
        source: request.ip,
      });
      setHeader('cache-control', 'no-store');
      return tokenAnswer(token);
    },
  }),
  operation({
    id: 'login_user',
    method: 'POST',
    path: '/login/{user_id}',
    tag: 'ApiAuth',
    summary: 'Act as another user',
    description:
      'Needs the permission `login_as`. The user needs no API key. The caller keeps their own token.',
    access: 'login_as',
    query: Type.Object({
      associative: Type.Optional(
        Type.Boolean({
          description: 'Accepted for clients that send it; what is done is always recorded with who did it.',
        }),
      ),
    }),
    answer: ref('AccessToken'),
    answerDescription: 'Access token with metadata.',
    statuses: [403, 404],
    async handle({ caller, params, setHeader }, context) {
      const token = await loginAs(context, caller, params.user_id);
      setHeader('cache-control', 'no-store');
      return tokenAnswer(token);
    },
  }),
  operation({
    id: 'logout',
    method: 'DELETE',
    path: '/logout',
    aliases: ['/api/logout', '/api/4.0//logout'],
    tag: 'ApiAuth',
    summary: 'Log out',
    description: 'Ends the access token that the request came with. A token that has ended already is 404.',
    access: 'public',
    statuses: [401, 404],
    handle: ({ request }, context) => logout(context, request.headers.authorization, request.ip),
  }),
  operation({
    id: 'session',
    method: 'GET',
    path: '/session',
    tag: 'Session',
    summary: 'Get the API session',
    description: 'What belongs to the access token that the request came with.',
    access: 'token',
    answer: ref('ApiSession'),
    answerDescription: 'Auth',
    statuses: [404],
    handle: async ({ caller }, { database }) => presentSession(caller, await readWorkspace(database, caller)),
  }),
  operation({
    id: 'update_session',
    method: 'PATCH',
    path: '/session',
    tag: 'Session',
    summary: 'Change the API session',
    access: 'token',
    body: Type.Unsafe<{ workspace_id?: string | null }>(ref('ApiSession')),
    bodyRequired: true,
    answer: ref('ApiSession'),
    answerDescription: 'Auth',
    statuses: [404, 422, 429],
    handle: async ({ caller, body }, context) =>
      presentSession(caller, await updateWorkspace(context, caller, body.workspace_id)),
  }),
];
