import { timestamp, timestampOrNull } from '../http/timestamp.ts';
import { actionsIn } from './check-webhook.ts';
import type { DeadLetter, WebhookState } from './read-webhooks.ts';

export const presentWebhook = (state: WebhookState) => ({
  can: { show: true, update: true },
  id: String(state.id),
  url: state.url,
  actions: actionsIn(state.actions) ?? null,
  is_disabled: state.disabled_at !== null,
  created_at: timestamp(state.created_at),
  undelivered_since: timestampOrNull(state.undelivered_since),
  delivered_at: timestampOrNull(state.delivered_at),
  failed_at: timestampOrNull(state.failed_at),
  failure: state.failure,
  failed_attempts: state.attempts,
  next_attempt_at: state.attempts > 0 ? timestamp(state.next_attempt_at) : null,
  dead_letter_count: state.dead_letters,
});

export const presentDeadLetter = ({ event_id, given_up_at, failure }: DeadLetter) => ({
  can: {},
  event_id: String(event_id),
  given_up_at: timestamp(given_up_at),
  failure,
});
