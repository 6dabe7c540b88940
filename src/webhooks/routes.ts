import { invalidField } from '../core/app-error.ts';
import { tryParseId } from '../http/id.ts';
import { type Operation, operation } from '../http/operation.ts';
import { limitQuery } from '../http/paging.ts';
import { fieldsQuery, listOf, ref } from '../http/schema.ts';
import { textFilter } from '../http/search.ts';
import { Type } from '../http/type.ts';
import { createWebhook } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { presentDeadLetter, presentWebhook } from './present-webhook.ts';
import { deadLettersOf, webhookState, webhookStates } from './read-webhooks.ts';
import { type EventRange, replay } from './replay.ts';
import { updateWebhook } from './update-webhook.ts';

interface WebhookBody {
  url?: string;
  actions?: string[] | null;
  is_disabled?: boolean;
}

interface ReplayBody {
  from_event_id?: string | null;
  to_event_id?: string | null;
}

const query = Type.Object(fieldsQuery);
const access = 'administer' as const;
const tag = 'Audit';
const MOST_DEAD_LETTERS = 1_000;

/** @throws AppError `validation_failed` for what can be no id, or one of two. */
function rangeIn({ from_event_id, to_event_id }: ReplayBody): EventRange | undefined {
  if (from_event_id == null && to_event_id == null) return undefined;
  const idIn = (field: string, text: string | null | undefined) => {
    const id = tryParseId(text);
    if (id === undefined) throw invalidField(field, `'${field}' must be the id of an event, such as '7'.`);
    return id;
  };
  return { fromId: idIn('from_event_id', from_event_id), toId: idIn('to_event_id', to_event_id) };
}

export const webhookOperations: Operation[] = [
  operation({
    id: 'all_webhooks',
    method: 'GET',
    path: '/webhooks',
    tag,
    summary: 'List the webhooks',
    access,
    query,
    answer: listOf('Webhook'),
    answerDescription: 'Webhook',
    statuses: [403],
    handle: async (_, { database }) => (await webhookStates(database)).map(presentWebhook),
  }),
  operation({
    id: 'create_webhook',
    method: 'POST',
    path: '/webhooks',
    tag,
    summary: 'Create a webhook',
    description:
      'From now on every event of the audit log is sent there, in order and at least once, signed after the Standard Webhooks convention. The answer, and no other, has the `secret`. Needs `see_audit`, too.',
    access,
    query,
    body: Type.Unsafe<WebhookBody>(ref('Webhook')),
    bodyRequired: true,
    answer: ref('CreateWebhook'),
    answerDescription: 'Webhook',
    statuses: [403, 422, 429],
    async handle({ caller, body, setHeader }, context) {
      const { url, actions = null } = body;
      if (url === undefined) throw invalidField('url', "'url' is missing.", 'missing_field');
      const { id, secret } = await createWebhook(context, caller, { url, actions });
      setHeader('cache-control', 'no-store');
      return { ...presentWebhook(await webhookState(context.database, id)), secret };
    },
  }),
  operation({
    id: 'webhook',
    method: 'GET',
    path: '/webhooks/{webhook_id}',
    tag,
    summary: 'Get a webhook',
    access,
    query,
    answer: ref('Webhook'),
    answerDescription: 'Webhook',
    statuses: [403, 404],
    handle: async ({ params }, { database }) =>
      presentWebhook(await webhookState(database, params.webhook_id)),
  }),
  operation({
    id: 'update_webhook',
    method: 'PATCH',
    path: '/webhooks/{webhook_id}',
    tag,
    summary: 'Change a webhook',
    description:
      'Changes the keys that are sent. One that is enabled again goes on where it stopped. Needs `see_audit`, too.',
    access,
    query,
    body: Type.Unsafe<WebhookBody>(ref('Webhook')),
    bodyRequired: true,
    answer: ref('Webhook'),
    answerDescription: 'Webhook',
    statuses: [403, 404, 422, 429],
    async handle({ caller, params, body }, context) {
      const { url, actions, is_disabled: isDisabled } = body;
      await updateWebhook(context, caller, params.webhook_id, {
        ...(url !== undefined && { url }),
        ...(actions !== undefined && { actions }),
        ...(isDisabled !== undefined && { isDisabled }),
      });
      return presentWebhook(await webhookState(context.database, params.webhook_id));
    },
  }),
  operation({
    id: 'delete_webhook',
    method: 'DELETE',
    path: '/webhooks/{webhook_id}',
    tag,
    summary: 'Delete a webhook',
    description: 'With its secret and its dead letters.',
    access,
    statuses: [403, 404, 429],
    handle: ({ caller, params }, context) => deleteWebhook(context, caller, params.webhook_id),
  }),
  operation({
    id: 'webhook_dead_letters',
    method: 'GET',
    path: '/webhooks/{webhook_id}/dead_letters',
    tag,
    summary: 'List the events that a webhook gave up',
    description: 'The newest first, a thousand at most. To go on, give the last id as `before_event_id`.',
    access,
    query: Type.Object({
      ...fieldsQuery,
      limit: limitQuery.limit,
      before_event_id: textFilter('Only events that are older than the one with this id'),
    }),
    answer: listOf('WebhookDeadLetter'),
    answerDescription: 'Dead letter',
    statuses: [403, 404],
    async handle({ params, query }, { database }) {
      const limit = Math.min(query.limit ?? MOST_DEAD_LETTERS, MOST_DEAD_LETTERS);
      const beforeId = tryParseId(query.before_event_id);
      return (await deadLettersOf(database, params.webhook_id, { beforeId, limit })).map(presentDeadLetter);
    },
  }),
  operation({
    id: 'replay_webhook',
    method: 'POST',
    path: '/webhooks/{webhook_id}/replay',
    tag,
    summary: 'Have a webhook send events again',
    description:
      'Those that were given up, or a range of at most 10000. They come before new ones, with the same `webhook-id` as before. Needs `see_audit`, too.',
    access,
    query,
    body: Type.Unsafe<ReplayBody>(ref('WebhookReplay')),
    answer: ref('WebhookReplay'),
    answerDescription: 'What is sent again',
    statuses: [403, 404, 422, 429],
    async handle({ caller, params, body }, context) {
      const range = rangeIn(body);
      const count = await replay(context, caller, params.webhook_id, range);
      const { fromId, toId } = range ?? {};
      return {
        from_event_id: fromId === undefined ? null : String(fromId),
        to_event_id: toId === undefined ? null : String(toId),
        count,
      };
    },
  }),
];
