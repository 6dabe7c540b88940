import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { assertInOrder } from '../../test/webhook-receiver.ts';
import { setUp } from '../../test/webhook-setup.ts';
import { recordEvent } from '../audit/record-event.ts';
import { Resealing } from '../sealing-keys/resealing.ts';
import { rotateKey } from '../sealing-keys/rotate-key.ts';
import { sql } from '../store/sql.ts';
import { WebhookSender } from './deliver-events.ts';

test('the secret is sealed anew with the rotation of the keys, and signs as before', async (t) => {
  const { server, receiver, sender, log } = await setUp(t);
  const { database } = server.context;
  const sealed = () => database.get<{ key_id: string }>(sql`SELECT key_id FROM webhooks`);
  const before = await sealed();
  const { key_id, unreadable } = await rotateKey(
    server.context,
    new Resealing(server.context),
    () => undefined,
  );
  assert.equal(unreadable, 0);
  assert.notEqual(key_id, before?.key_id);
  assert.equal((await sealed())?.key_id, key_id);
  await sender.sendDue();
  assertInOrder(receiver.taken, await log());
  assert.equal(receiver.taken.length, 3);

  // Moved to another webhook it does not open: nothing is sent, least of all unsigned.
  const { id } = (await server.admin.post('/webhooks', { url: receiver.url })).body;
  await database.transaction((tx) =>
    tx.run(sql`
      UPDATE webhooks SET sealed_secret = (SELECT sealed_secret FROM webhooks AS other WHERE other.id <> ${Number(id)})
      WHERE id = ${Number(id)}`),
  );
  const asked = receiver.asked;
  await sender.sendDue();
  assert.equal(receiver.asked, asked + 1, 'the other one alone');
  assert.equal((await server.admin.get(`/webhooks/${id}`)).body.failure, 'its secret does not open');
});

test('an address must be one that events may go to, and an action one that there is', async (t) => {
  const { admin, context } = await startInProcess(t, {
    COUNTERSIGN_WEBHOOKS_HTTP_TO: '127.0.0.1:8080, siem.internal',
  });
  const refused = async (body: object, field: string) => {
    const answer = await admin.post('/webhooks', body);
    assert.deepEqual([answer.status, answer.body.errors?.[0]?.field], [422, field], JSON.stringify(body));
    return answer.body.errors[0].message;
  };
  // PostgreSQL cannot keep U+0000.
  await refused({ url: 'https://siem.internal/a\0b' }, 'url');
  await refused({ url: 'https://siem.internal/a\nb' }, 'url');
  for (const url of [
    'http://events.example.com/',
    'http://127.0.0.1/',
    'http://127.0.0.1:8081/',
    'http://siem.internal.example.com/',
    'ftp://siem.internal/',
    'file:///etc/passwd',
    'https:events',
    'events',
    '',
    `https://events.example.com/${'x'.repeat(1_990)}`,
  ]) {
    await refused({ url }, 'url');
  }
  assert.match(
    await refused({ url: 'https://user:canary-password@events.example.com/' }, 'url'),
    /^(?!.*canary)/,
  );
  await refused({}, 'url');
  const url = 'https://events.example.com/';
  assert.match(await refused({ url, actions: ['verify_cod'] }, 'actions'), /'verify_cod' is no action/);
  await refused({ url, actions: [] }, 'actions');
  for (const good of [
    url,
    'http://127.0.0.1:8080/x?y=z',
    'http://siem.internal/',
    'http://SIEM.internal:81/',
  ]) {
    assert.equal(
      (await admin.post('/webhooks', { url: good, actions: ['login', 'login'] })).status,
      200,
      good,
    );
  }
  const shown = (await admin.get('/webhooks')).body;
  assert.deepEqual(shown[0].actions, ['login']);
  assert.ok(shown.every((one: object) => !('secret' in one)));
  const stored = JSON.stringify(await context.database.all(sql`SELECT detail FROM audit_events`));
  assert.ok(!stored.includes('example.com'), 'addresses are not in the audit log');
});

test('an address that may no longer be sent to without TLS is not', async (t) => {
  const { server, receiver, sender, id } = await setUp(t);
  const stricter = { ...server.context, config: { ...server.context.config, webhooks: { httpTo: [] } } };
  await new WebhookSender(stricter).sendDue();
  assert.equal(receiver.asked, 0);
  const { failure } = (await server.admin.get(`/webhooks/${id}`)).body;
  assert.equal(failure, 'plain http is not allowed to this host');
  server.clock.nowMs += 10_000;
  await sender.sendDue();
  assert.equal(receiver.taken.length, 1);
});

test('who may administer but not read the audit log cannot have it sent to them', async (t) => {
  const setup = await setUp(t);
  const { admin, as } = setup.server;
  const permissions = ['administer'];
  const set = (await admin.post('/permission_sets', { name: 'Half', permissions })).body.id;
  const role = (await admin.post('/roles', { name: 'Half', permission_set_id: set })).body.id;
  const { id } = (await admin.post('/users', {})).body;
  await admin.put(`/users/${id}/roles`, [role]);
  const half = as((await admin.post(`/login/${id}`)).body.access_token);
  const path = `/webhooks/${setup.id}`;
  assert.equal((await half.post('/webhooks', { url: 'https://example.com/' })).status, 403);
  assert.equal((await half.patch(path, { url: 'https://example.com/' })).status, 403);
  assert.equal((await half.post(`${path}/replay`)).status, 403);
  assert.equal((await half.get('/webhooks')).status, 200);
  const { api: ordinary } = await setup.server.userWithRoles('User');
  for (const answer of [
    ordinary.get('/webhooks'),
    ordinary.get(path),
    ordinary.get(`${path}/dead_letters`),
    ordinary.delete(path),
  ]) {
    assert.equal((await answer).status, 403);
  }
});

test('what is asked of no webhook, or wrongly, is refused', async (t) => {
  const setup = await setUp(t);
  const { admin } = setup.server;
  for (const answer of [
    admin.get('/webhooks/99'),
    admin.get('/webhooks/99/dead_letters'),
    admin.patch('/webhooks/99', {}),
    admin.post('/webhooks/99/replay'),
    admin.delete('/webhooks/99'),
    admin.get('/webhooks/x'),
  ]) {
    assert.equal((await answer).status, 404);
  }
  const path = `/webhooks/${setup.id}`;
  for (const range of [
    { from_event_id: '2', to_event_id: '1' },
    { from_event_id: '1' },
    { from_event_id: 'x', to_event_id: '7' },
  ]) {
    assert.equal((await admin.post(`${path}/replay`, range)).status, 422, JSON.stringify(range));
  }
  await setup.server.context.database.transaction(async (tx) => {
    for (let n = 0; n < 10_000; n++) await recordEvent(tx, 0, { action: 'verify_code', actor: null });
  });
  const { status } = await admin.post(`${path}/replay`, {
    from_event_id: '1',
    to_event_id: String(Number.MAX_SAFE_INTEGER),
  });
  assert.equal(status, 422, 'more than 10000 events');
  assert.equal((await admin.patch(path, { is_disabled: 'yes' })).status, 422);
  assert.equal((await admin.delete(path)).status, 204);
  await setup.sender.sendDue();
  assert.deepEqual(setup.receiver.asked, 0, 'one that was removed is not told');
});
