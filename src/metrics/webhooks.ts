import type { Context } from '../context.ts';
import type { Delivery } from '../webhooks/delivery-counts.ts';
import { webhookStates } from '../webhooks/read-webhooks.ts';
import { metric } from './exposition.ts';

/** How sending events goes, by the numbers of webhooks. */
export async function webhookMetrics(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  deliveries: readonly Delivery[],
): Promise<string> {
  const states = await webhookStates(database);
  const labels = (id: number) => ({ webhook: String(id) });
  const enabled = states.filter(({ disabled_at }) => disabled_at === null);
  return [
    metric(
      'countersign_webhook_deliveries_total',
      {
        type: 'counter',
        help: 'Attempts to send an event since the start. given_up: the last of many failed.',
      },
      deliveries.map(({ webhookId, result, count }) => ({
        labels: { ...labels(webhookId), result },
        value: count,
      })),
    ),
    metric(
      'countersign_webhook_dead_letters',
      { type: 'gauge', help: 'Events that were given up, and not sent again since.' },
      states.map(({ id, dead_letters }) => ({ labels: labels(id), value: dead_letters })),
    ),
    metric(
      'countersign_webhook_undelivered_seconds',
      { type: 'gauge', help: 'Age of the oldest event that is still to be sent. 0: there is none.' },
      enabled.map(({ id, undelivered_since: since }) => ({
        labels: labels(id),
        value: since === null ? 0 : Math.max(0, clock() - since) / 1_000,
      })),
    ),
    metric(
      'countersign_webhook_disabled',
      { type: 'gauge', help: '1: nothing is sent to it, because it answered 410 or somebody disabled it.' },
      states.map(({ id, disabled_at }) => ({ labels: labels(id), value: disabled_at === null ? 0 : 1 })),
    ),
  ].join('');
}
