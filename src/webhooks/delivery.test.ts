import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertInOrder } from '../../test/webhook-receiver.ts';
import { makeGroups, newSender, type Setup, setUp, stateOf } from '../../test/webhook-setup.ts';
import { recordEvent } from '../audit/record-event.ts';
import { auditActions } from '../core/audit-actions.ts';
import { Secret } from '../core/secret.ts';
import { sql } from '../store/sql.ts';
import { en } from '../web/messages.en.ts';
import { newEvents } from './next-events.ts';
import { post } from './post.ts';
import { readWebhook } from './read-webhooks.ts';

/** As if the wait before the next attempt were over. The clock goes on nowhere: tokens would end. */
const passWait = ({ server }: Setup) =>
  server.context.database.transaction((tx) => tx.run(sql`UPDATE webhooks SET next_attempt_at = 0`));

test('events are sent in the order of the log, as the API shows them, signed after Standard Webhooks', async (t) => {
  const { server, receiver, sender, log, id } = await setUp(t);
  assert.match(receiver.secret, /^whsec_[\w+/]{43}=$/);
  await makeGroups(server, 250);
  await sender.sendDue();
  assertInOrder(receiver.taken, await log());
  const [one, two] = receiver.taken;
  assert.equal(one?.event.action, 'create_webhook', 'the first says that it was made');
  assert.equal(one?.seconds, Math.floor(server.clock.nowMs / 1_000));
  assert.equal(one?.headers['content-type'], 'application/json');
  const shown = (await server.admin.get('/audit_events?limit=250')).body.reverse();
  assert.deepEqual(two?.event, shown[0]);
  assert.equal(two?.messageId, `${two?.event.id}-${String(two?.event.hash).slice(0, 16)}`);
  assert.equal(new Set(receiver.taken.map(({ messageId }) => messageId)).size, 251);

  await sender.sendDue();
  assert.equal(receiver.taken.length, 251, 'once each');
  const state = (await server.admin.get(`/webhooks/${id}`)).body;
  assert.deepEqual([state.undelivered_since, state.failed_attempts, state.dead_letter_count], [null, 0, 0]);
  assert.deepEqual(sender.deliveries, [{ webhookId: Number(id), result: 'delivered', count: 251 }]);
});

test('every event that there is can be sent, and nothing in it but what the API shows', async (t) => {
  const { server, receiver, sender } = await setUp(t);
  assert.deepEqual([...auditActions].sort(), Object.keys(en.records.actions).sort());
  await server.context.database.transaction(async (tx) => {
    for (const action of auditActions) await recordEvent(tx, server.clock.nowMs, { action, actor: null });
  });
  await sender.sendDue();
  assert.deepEqual(
    receiver.taken.slice(1).map(({ event }) => event.action),
    auditActions,
  );
});

test('only the actions that were chosen are sent, and the others are passed over', async (t) => {
  const setup = await setUp(t, { actions: ['create_user', 'create_group'] });
  const { server, receiver, sender } = setup;
  await server.admin.post('/users', {});
  await makeGroups(server, 1);
  await server.admin.post('/model_sets', { name: 'M', models: [] });
  await sender.sendDue();
  assert.deepEqual(
    receiver.taken.map(({ event }) => event.action),
    ['create_user', 'create_group'],
  );
  const { database } = server.context;
  const webhook = await readWebhook(database, Number(setup.id));
  assert.equal(await newEvents(database, webhook, 1), undefined, 'nothing is looked at twice');
  await server.admin.patch(`/webhooks/${setup.id}`, { actions: null });
  await sender.sendDue();
  assert.equal(receiver.taken.at(-1)?.event.action, 'update_webhook');
});

test('a port that nothing may be sent to is named as such', async () => {
  const signal = AbortSignal.timeout(1_000);
  const posted = await post(new Secret('http://127.0.0.1:25/'), { body: '{}', signal });
  assert.deepEqual(posted, { failure: 'nothing may be sent to this port' });
});

test('what is refused, redirected or not answered is sent again later, and nothing overtakes it', async (t) => {
  const setup = await setUp(t);
  const { server, receiver, log } = setup;
  const sender = newSender(t, server, { answerWithinMs: 1_000 });
  await makeGroups(server, 3);
  for (const [answer, failure] of [
    [500, 'status 500'],
    [404, 'status 404'],
    [302, 'status 302'],
    ['nothing', 'no answer in time'],
  ] as const) {
    receiver.answers = [answer];
    const before = receiver.asked;
    await sender.sendDue();
    assert.equal(receiver.asked, before + 1);
    assert.equal((await stateOf(setup)).failure, failure);
    await sender.sendDue();
    assert.equal(receiver.asked, before + 1, 'not before its time');
    await passWait(setup);
  }
  const state = await stateOf(setup);
  assert.equal(state.failed_attempts, 4);
  assert.equal(Date.parse(state.undelivered_since), server.clock.nowMs);
  await sender.sendDue();
  assertInOrder(receiver.taken, await log());
  assert.deepEqual((await stateOf(setup)).failed_attempts, 0);
});

test('waits get longer, up to an hour, and are never the same', async (t) => {
  const setup = await setUp(t);
  setup.receiver.usual = 503;
  const waits: number[] = [];
  for (let n = 0; n < 11; n++) {
    const { clock } = setup.server;
    await setup.sender.sendDue();
    const nextMs = Date.parse((await stateOf(setup)).next_attempt_at);
    waits.push((nextMs - clock.nowMs) / 1_000);
    await passWait(setup);
  }
  const usual = [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600];
  usual.forEach((seconds, n) => {
    const wait = waits[n] as number;
    assert.ok(wait > seconds * 0.79 && wait <= seconds, `${wait} s after ${n + 1} attempts`);
  });
  assert.ok(waits.some((wait, n) => wait !== usual[n]));
});

test('after twelve attempts an event is given up and the next come; replay sends it, or a range, again', async (t) => {
  const setup = await setUp(t);
  const { server, receiver, sender, id, log } = setup;
  await sender.sendDue();
  await makeGroups(server, 3);
  receiver.answers = Array(12).fill(500);
  for (let n = 0; n < 12; n++) {
    await sender.sendDue();
    await passWait(setup);
  }
  const ids = await log();
  assert.deepEqual(
    receiver.taken.map(({ event }) => Number(event.id)),
    [ids[0], ids[2], ids[3]],
  );
  const dead = (await server.admin.get(`/webhooks/${id}/dead_letters`)).body;
  assert.deepEqual(
    dead.map((one: { event_id: string; failure: string }) => [one.event_id, one.failure]),
    [[String(ids[1]), 'status 500']],
  );
  assert.equal((await stateOf(setup)).dead_letter_count, 1);
  const counted = (result: string) => sender.deliveries.find((one) => one.result === result)?.count;
  assert.deepEqual(['delivered', 'failed', 'given_up'].map(counted), [3, 12, 1]);

  // A receiver that is down again gets it back among the dead letters, not in the way of the others for ever.
  receiver.taken.length = 0;
  assert.equal((await server.admin.post(`/webhooks/${id}/replay`)).body.count, 1);
  receiver.answers = [500];
  await sender.sendDue();
  assert.equal(receiver.taken.length, 0);
  await passWait(setup);
  await sender.sendDue();
  assert.deepEqual(
    receiver.taken.map(({ event }) => [event.id, event.action]),
    [
      [String(ids[1]), 'create_group'],
      [String((await log()).at(-1)), 'replay_webhook'],
    ],
  );
  assert.deepEqual((await server.admin.get(`/webhooks/${id}/dead_letters`)).body, []);

  const messageIds = receiver.taken.map(({ messageId }) => messageId);
  receiver.taken.length = 0;
  const range = { from_event_id: String(ids[0]), to_event_id: String(ids[2]) };
  const { body } = await server.admin.post(`/webhooks/${id}/replay`, range);
  assert.deepEqual(body, { ...range, count: 3 });
  await sender.sendDue();
  assert.deepEqual(
    receiver.taken.map(({ event }) => Number(event.id)),
    [...ids.slice(0, 3), (await log()).at(-1)],
  );
  assert.equal(receiver.taken[1]?.messageId, messageIds[0], 'the same message has the same id');
});

test('whoever answers 410 is sent nothing more, until an administrator enables it; then nothing is missing', async (t) => {
  const setup = await setUp(t);
  const { server, receiver, sender, id, log } = setup;
  receiver.answers = [204, 410];
  await makeGroups(server, 2);
  await sender.sendDue();
  await passWait(setup);
  await sender.sendDue();
  assert.equal(receiver.asked, 2);
  const state = await stateOf(setup);
  assert.deepEqual([state.is_disabled, state.failure], [true, 'status 410']);
  const [event] = (await server.admin.get('/audit_events?action=disable_webhook')).body;
  assert.deepEqual([event.actor_id, event.detail], [null, `webhook ${id}, which answered 410`]);
  await server.admin.patch(`/webhooks/${id}`, { is_disabled: false });
  await sender.sendDue();
  assertInOrder(receiver.taken, await log());
});

test('a sender that dies half-way loses nothing, and of two at once one sends', async (t) => {
  const setup = await setUp(t);
  const { server, receiver, sender, log } = setup;
  await makeGroups(server, 30);
  const other = newSender(t, server);
  await Promise.all([sender.sendDue(), other.sendDue()]);
  assertInOrder(receiver.taken, await log());

  const { database } = server.context;
  const cursors = () =>
    database.all<{ chain: number; sent_to: number }>(
      sql`SELECT chain, sent_to FROM webhook_cursors ORDER BY chain`,
    );
  const written = await cursors();
  const sent = receiver.taken.length;
  // Also a chain that only begins now gives later ids than those before.
  server.clock.nowMs += 1_000;
  await makeGroups(server, 30, 'More');
  receiver.answers = [...Array(10).fill(204), 'nothing'];
  const dying = sender.sendDue();
  await receiver.tookSoMany(sent + 10);
  // As if it had been killed: what it knew is not written down, and its lease goes on.
  assert.deepEqual(await cursors(), written);
  const lease = await database.get<{ lease_owner: string; lease_ends_at: number }>(
    sql`SELECT lease_owner, lease_ends_at FROM webhooks`,
  );
  await sender.stop();
  await dying;
  const since = await cursors();
  await database.transaction(async (tx) => {
    for (const { chain } of since) {
      const before = written.find((one) => one.chain === chain)?.sent_to ?? 0;
      await tx.run(sql`UPDATE webhook_cursors SET sent_to = ${before} WHERE chain = ${chain}`);
    }
    await tx.run(sql`
      UPDATE webhooks SET lease_owner = ${lease?.lease_owner ?? ''}, lease_ends_at = ${lease?.lease_ends_at ?? 0}`);
  });
  const before = receiver.asked;
  await other.sendDue();
  assert.equal(receiver.asked, before, 'while the lease lasts nobody else sends');
  server.clock.nowMs += 30_000;
  receiver.taken.length = 0;
  await other.sendDue();
  assertInOrder(receiver.taken, (await log()).slice(sent));
});

test('servers whose clocks differ by a few seconds leave a webhook to the one that sends', async (t) => {
  const { server, receiver, sender } = await setUp(t);
  receiver.answers = ['nothing'];
  const sending = sender.sendDue();
  await receiver.wasAsked(1);
  for (const aheadMs of [-9_000, -1, 9_000]) {
    const clock = () => server.clock.nowMs + aheadMs;
    await newSender(t, { ...server, context: { ...server.context, clock } }).sendDue();
  }
  await sender.stop();
  await sending;
  assert.equal(receiver.asked, 1);
});

test('a stop in the middle writes down how far it was, and the next start goes on there', async (t) => {
  const { server, receiver, sender, log } = await setUp(t);
  await makeGroups(server, 20);
  receiver.answers = [...Array(10).fill(204), 'nothing'];
  const sending = sender.sendDue();
  // With ten alone, it might be stopped before it knew that the tenth was taken, and would send that again.
  await receiver.wasAsked(11);
  await sender.stop();
  await sending;
  await newSender(t, server).sendDue();
  assertInOrder(receiver.taken, await log());
});

test('a clock that was set back makes nobody wait for the time before', async (t) => {
  const { server, receiver, sender, id } = await setUp(t);
  const { database } = server.context;
  const day = 86_400_000;
  const times = sql`lease_owner = 'gone', lease_ends_at = ${server.clock.nowMs + day}, attempts = 1,
    next_attempt_at = ${server.clock.nowMs + day}`;
  await database.transaction((tx) => tx.run(sql`UPDATE webhooks SET ${times} WHERE id = ${Number(id)}`));
  await sender.sendDue();
  assert.equal(receiver.taken.length, 1);
});

test('where the log has several chains, none of them is missed, and they come in the order of time', async (t) => {
  const { server, receiver, sender } = await setUp(t);
  await sender.sendDue();
  receiver.taken.length = 0;
  const { database } = server.context;
  await database.transaction((tx) => tx.run(sql`INSERT INTO audit_chains (chain) VALUES (4001), (4002)`));
  const commit = (chain: number, ...ids: number[]) =>
    database.transaction(async (tx) => {
      for (const id of ids) {
        await tx.run(sql`
          INSERT INTO audit_events (id, chain, occurred_at, action, outcome, audit_key_id, hash)
          VALUES (${id}, ${chain}, 0, ${id % 2 ? 'login' : 'logout'}, 'done', 1, ${Buffer.alloc(32, id % 251)})`);
      }
    });
  const from = (first: number, step: number) => Array.from({ length: 150 }, (_, n) => first + n * step);
  await commit(4_001, ...from(1_000, 10));
  await commit(4_002, ...from(1_007, 20));
  await sender.sendDue();
  const ids = receiver.taken.map(({ event }) => Number(event.id));
  assert.deepEqual(
    ids,
    [...from(1_000, 10), ...from(1_007, 20)].sort((a, b) => a - b),
  );
  // Committed later, by another writer, than what was sent already.
  await commit(4_001, 3_000, 3_001);
  await commit(4_002, 9_000);
  await sender.sendDue();
  await commit(4_001, 5_000);
  await sender.sendDue();
  assert.deepEqual(
    receiver.taken.slice(300).map(({ event }) => Number(event.id)),
    [3_000, 3_001, 9_000, 5_000],
  );
});
