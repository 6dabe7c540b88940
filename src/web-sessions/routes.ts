import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';
import { deleteSession } from './end-session.ts';
import { listSessions, readSession } from './find-session.ts';
import { presentSession } from './present-session.ts';
import {
  readSessionConfig,
  type SessionConfig,
  type SessionConfigChanges,
  updateSessionConfig,
} from './session-config.ts';

const query = Type.Object(fieldsQuery);
const presentConfig = (config: SessionConfig) => ({ can: { show: true, update: true }, ...config });

export const webSessionOperations: Operation[] = [
  operation({
    id: 'all_user_sessions',
    method: 'GET',
    path: '/users/{user_id}/sessions',
    tag: 'User',
    summary: "List a user's web sessions",
    description: 'Where the user is signed in on the pages. Access tokens of the API are not among them.',
    access: { permission: 'see_users', own: true },
    query,
    answer: listOf('Session'),
    answerDescription: 'Web Login Session',
    statuses: [403, 404],
    async handle({ params, origin }, context) {
      return (await listSessions(context, params.user_id)).map((row) => presentSession(row, origin));
    },
  }),
  operation({
    id: 'user_session',
    method: 'GET',
    path: '/users/{user_id}/sessions/{session_id}',
    tag: 'User',
    summary: 'Get a web session',
    access: { permission: 'see_users', own: true },
    query,
    answer: ref('Session'),
    answerDescription: 'Web Login Session',
    statuses: [403, 404],
    async handle({ params, origin }, context) {
      return presentSession(await readSession(context, params.user_id, params.session_id), origin);
    },
  }),
  operation({
    id: 'delete_user_session',
    method: 'DELETE',
    path: '/users/{user_id}/sessions/{session_id}',
    tag: 'User',
    summary: 'End a web session',
    access: { permission: 'manage_users', own: true },
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) =>
      deleteSession(context, caller, params.user_id, params.session_id),
  }),
  operation({
    id: 'session_config',
    method: 'GET',
    path: '/session_config',
    tag: 'Auth',
    summary: 'Get how people stay signed in',
    access: 'administer',
    answer: ref('SessionConfig'),
    answerDescription: 'Session Config',
    statuses: [403, 404],
    handle: async (_, { database }) => presentConfig(await readSessionConfig(database)),
  }),
  operation({
    id: 'update_session_config',
    method: 'PATCH',
    path: '/session_config',
    tag: 'Auth',
    summary: 'Change how people stay signed in',
    description: 'A shorter life holds for the sessions there are, too.',
    access: 'administer',
    body: Type.Unsafe<SessionConfigChanges>(ref('SessionConfig')),
    bodyRequired: true,
    answer: ref('SessionConfig'),
    answerDescription: 'Session Config',
    statuses: [403, 404, 422, 429],
    handle: async ({ caller, body }, context) =>
      presentConfig(await updateSessionConfig(context, caller, body)),
  }),
];
