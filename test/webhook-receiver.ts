import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';

/** An event as it came. */
export interface ReceivedEvent {
  messageId: string;
  /** `webhook-timestamp`. */
  seconds: number;
  event: { id: string; action: string; outcome: string; [key: string]: unknown };
  text: string;
  headers: IncomingHttpHeaders;
}

export interface WebhookReceiver {
  url: string;
  host: string;
  /** What was answered with a status from 200 to 299, in the order in which it came. */
  taken: ReceivedEvent[];
  /** How often something came. */
  asked: number;
  /** What is answered next, before it takes everything again: a status, or nothing at all. */
  answers: (number | 'nothing')[];
  /** What it answers when nothing else is to be answered. */
  usual: number;
  /** The secret that signatures are held against. */
  secret: string;
  /** Waits until so many were taken. */
  tookSoMany(count: number): Promise<void>;
  /** Waits until something came so often: then whoever sends one after the other has read the answers before. */
  wasAsked(times: number): Promise<void>;
}

/** Somebody who receives events, and refuses those whose signature another implementation does not find right. */
export async function startReceiver(t: TestContext): Promise<WebhookReceiver> {
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const receiver: WebhookReceiver = {
    ...{ url: '', host: '', taken: [], asked: 0, answers: [], usual: 204, secret: '' },
    tookSoMany: (count) => until(() => receiver.taken.length >= count),
    wasAsked: (times) => until(() => receiver.asked >= times),
  };
  const server = createServer(async (request, response) => {
    receiver.asked++;
    const text = Buffer.concat(await request.toArray()).toString();
    const { headers } = request;
    const messageId = String(headers['webhook-id']);
    const seconds = Number(headers['webhook-timestamp']);
    const signature = new Webhook(receiver.secret).sign(messageId, new Date(seconds * 1_000), text);
    if (headers['webhook-signature'] !== signature) {
      response.writeHead(401).end();
      return;
    }
    const answer = receiver.answers.shift() ?? receiver.usual;
    if (answer === 'nothing') return;
    if (answer < 300) receiver.taken.push({ messageId, seconds, event: JSON.parse(text), text, headers });
    response.writeHead(answer, { location: '/elsewhere' }).end('canary-answer');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  receiver.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  receiver.url = `http://${receiver.host}/events`;
  return receiver;
}

/** That these came, each once and in this order. */
export function assertInOrder(taken: readonly ReceivedEvent[], ids: readonly number[]): void {
  assert.deepEqual(
    taken.map(({ event }) => Number(event.id)),
    ids,
  );
}
