import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { sql } from '../src/store/sql.ts';
import { WebhookSender } from '../src/webhooks/deliver-events.ts';
import { startInProcess, type TestServer } from './harness.ts';
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts';

export interface Setup {
  server: TestServer;
  receiver: WebhookReceiver;
  sender: WebhookSender;
  id: string;
  /** Numbers of the events since the webhook was made, in the order of the log. The first says that it was made. */
  log(): Promise<number[]>;
}

/** A server with a webhook, and somebody who receives what it sends. */
export async function setUp(t: TestContext, chosen: { actions?: string[] } = {}): Promise<Setup> {
  const receiver = await startReceiver(t);
  const server = await startInProcess(t, { COUNTERSIGN_WEBHOOKS_HTTP_TO: '127.0.0.1' });
  const before = new Set(await eventIds(server));
  const { status, body, headers } = await server.admin.post('/webhooks', { url: receiver.url, ...chosen });
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'no-store');
  receiver.secret = body.secret;
  const log = async () => (await eventIds(server)).filter((id) => !before.has(id));
  return { server, receiver, sender: newSender(t, server), id: body.id, log };
}

export function newSender(
  t: TestContext,
  { context }: TestServer,
  options?: { answerWithinMs: number },
): WebhookSender {
  const sender = new WebhookSender(context, options);
  t.after(() => sender.stop());
  return sender;
}

async function eventIds({ context }: TestServer): Promise<number[]> {
  const rows = await context.database.all<{ id: number }>(sql`SELECT id FROM audit_events ORDER BY id`);
  return rows.map(({ id }) => id);
}

/** Each leaves an event. */
export const makeGroups = async ({ admin }: TestServer, count: number, name = 'Group') => {
  for (let n = 0; n < count; n++) await admin.post('/groups', { name: `${name} ${n}` });
};

export const stateOf = async ({ server, id }: Setup) => (await server.admin.get(`/webhooks/${id}`)).body;
