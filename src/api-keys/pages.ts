import type { FastifyInstance } from 'fastify';
import { changePage } from '../administration/change-page.ts';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { idIn, tryParseId } from '../http/id.ts';
import type { Door } from '../sign-in/door.ts';
import { nameUsers } from '../users/name-users.ts';
import { allApiKeysPage } from './all-api-keys-page.ts';
import { deleteApiKey } from './delete-api-key.ts';
import { type ApiKeyRow, findApiKey } from './list-api-keys.ts';
import { selectNewestApiKeys } from './queries.ts';

const PER_PAGE = 50;

/** The API keys of everybody, the newest first, and taking one away. */
export function serveApiKeyPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/api-keys');

  section.page('/admin/api-keys', async ({ show, place, request }) => {
    const { before } = request.query as Record<string, string | undefined>;
    const beforeId = tryParseId(before);
    const rows = await database.all<ApiKeyRow>(selectNewestApiKeys(beforeId, PER_PAGE + 1));
    const keys = rows.slice(0, PER_PAGE);
    const owners = await nameUsers(
      database,
      keys.map(({ user_id }) => user_id),
    );
    const model = { keys, owners, isFirst: beforeId === undefined, hasMore: rows.length > PER_PAGE };
    return show((messages, locale) =>
      allApiKeysPage({ ...model, place, locale, query: request.query }, messages),
    );
  });

  section.change<ApiKeyRow & { owner: string }>({
    path: '/admin/api-keys/:user_id/:key_id/delete',
    permission: 'manage_api_keys',
    async find({ request }) {
      const [userId, keyId] = [idIn(request.params, 'user_id'), idIn(request.params, 'key_id')];
      const key = await findApiKey(database, userId, keyId);
      return { ...key, owner: (await nameUsers(database, [userId])).get(userId) ?? `#${userId}` };
    },
    ask: ({ subject, visit, problem }, { allApiKeys: words, ...messages }) =>
      changePage(
        {
          place: visit.place,
          url: `/admin/api-keys/${subject.user_id}/${subject.id}/delete`,
          back: '/admin/api-keys',
          title: words.deleteTitle(subject.owner),
          text: words.deleteText(subject.client_id),
          go: words.delete,
          danger: true,
          problem,
        },
        { ...messages, allApiKeys: words },
      ),
    async act(key, { caller }) {
      await deleteApiKey(context, caller, key.user_id, key.id);
      return undefined;
    },
    after: () => '/admin/api-keys',
  });
}
