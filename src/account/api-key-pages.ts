import type { FastifyInstance } from 'fastify';
import { createApiKey } from '../api-keys/create-api-key.ts';
import { deleteApiKey } from '../api-keys/delete-api-key.ts';
import { findApiKey, listApiKeys } from '../api-keys/list-api-keys.ts';
import type { Context } from '../context.ts';
import { may } from '../core/caller.ts';
import { idIn } from '../http/id.ts';
import { apiKeyCreatedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import type { Door } from '../sign-in/door.ts';
import { serveSignedIn } from '../sign-in/signed-in.ts';
import { apiKeysPage, deleteApiKeyPage, newApiKeyPage } from './api-keys-page.ts';
import { doneText } from './done-note-view.ts';

const section = '/account/api-keys';
const permission = 'manage_api_keys';

/** Somebody's own API keys. Making and deleting them takes the permission that it takes in the API. */
export function serveApiKeyPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: section,
    section,
    async handle({ show, request, caller, place }) {
      const keys = await listApiKeys(database, caller.userId);
      const mayChange = may(caller, permission);
      return show((messages, locale) => {
        const done = doneText({ removed: messages.apiKeys.removed }, request.query);
        return apiKeysPage({ place, keys, mayChange, done }, messages, locale);
      });
    },
  });

  // The secret is in the answer to a form alone: no other site can have it shown, and nothing keeps it.
  serveSignedIn(app, context, {
    door,
    method: 'POST',
    path: section,
    section,
    permission,
    fresh: true,
    async handle({ show, caller, account, place }) {
      const key = await createApiKey(context, caller, caller.userId);
      notify(context, account, apiKeyCreatedMail);
      return show((messages) =>
        newApiKeyPage({ ...key, place, title: messages.apiKeys.madeTitle, next: section }, messages),
      );
    },
  });

  for (const method of ['GET', 'POST'] as const) {
    serveSignedIn(app, context, {
      door,
      method,
      path: `${section}/:id/delete`,
      section,
      permission,
      fresh: true,
      async handle({ show, reply, request, caller, place }) {
        const key = await findApiKey(database, caller.userId, idIn(request.params, 'id'));
        if (method === 'GET') return show((messages) => deleteApiKeyPage({ place, key }, messages));
        await deleteApiKey(context, caller, caller.userId, key.id);
        return reply.redirect(`${section}?done=removed`, 303);
      },
    });
  }
}
