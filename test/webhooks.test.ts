import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { apiAt, logIn, metricsOf, runCountersign, scratchFolder, spawnServer } from './harness.ts';
import { assertInOrder, type ReceivedEvent, startReceiver } from './webhook-receiver.ts';

test('an operator has events sent; a kill in the middle loses none; metrics and commands say how it goes', async (t) => {
  const data = join(scratchFolder(t), 'data');
  const receiver = await startReceiver(t);
  const settings = {
    COUNTERSIGN_WEBHOOKS_HTTP_TO: receiver.host,
    COUNTERSIGN_METRICS: '127.0.0.1:0',
    COUNTERSIGN_LOG_LEVEL: 'trace',
  };
  const run = (...args: string[]) =>
    runCountersign(['webhook', ...args], { COUNTERSIGN_DATA: data, ...settings });
  const done = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  let server = await spawnServer(t, data, settings);
  const added = JSON.parse(await done('add', receiver.url, '--json'));
  receiver.secret = added.secret;
  await receiver.tookSoMany(1);
  const first = Number(receiver.taken[0]?.event.id);
  assert.equal(receiver.taken[0]?.event.source, 'operator');

  // Killed while one event is being sent, and more are recorded that nobody has seen.
  let admin = apiAt(server.origin, await logIn(server.origin));
  receiver.answers = [204, 204, 'nothing'];
  for (const name of ['A', 'B', 'C', 'D']) await admin.post('/groups', { name });
  await receiver.tookSoMany(3);
  await receiver.wasAsked(4);
  await server.stop('SIGKILL');
  const database = new DatabaseSync(join(data, 'countersign.db'));
  // Instead of waiting for half a minute.
  database.exec('UPDATE webhooks SET lease_ends_at = 0');
  database.close();
  let logs = server.output.stderr;
  server = await spawnServer(t, data, settings);
  admin = apiAt(server.origin, await logIn(server.origin));
  const newest = Number((await admin.get('/audit_events?limit=1')).body[0].id);
  const isNewest = ({ event }: ReceivedEvent) => Number(event.id) >= newest;
  while (!receiver.taken.some(isNewest)) await new Promise((resolve) => setTimeout(resolve, 20));
  const unique = new Map(receiver.taken.map((one) => [one.messageId, one]));
  assertInOrder(
    [...unique.values()],
    Array.from({ length: unique.size }, (_, index) => first + index),
  );
  assert.deepEqual(
    [...unique.values()].map(({ event }) => event.action).filter((action) => action === 'create_group'),
    Array(4).fill('create_group'),
  );

  receiver.usual = 500;
  await admin.post('/groups', { name: 'E' });
  const asked = receiver.asked;
  await receiver.wasAsked(asked + 1);
  const waiting = async () => {
    const { next_attempt_at: nextAttempt } = JSON.parse(await done('deliveries', added.id, '--json'));
    return nextAttempt;
  };
  while (!(await waiting())) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.match(
    await done('list'),
    /^1 {2}http:\S+ {2}all actions {2}not taken since \S+Z \(status 500\), next/,
  );
  const metrics = await metricsOf(server);
  assert.match(metrics, /^countersign_webhook_deliveries_total\{webhook="1",result="failed"\} \d+$/m);
  assert.match(metrics, /^countersign_webhook_dead_letters\{webhook="1"\} 0$/m);
  assert.match(metrics, /^countersign_webhook_undelivered_seconds\{webhook="1"\} [\d.]+$/m);
  assert.match(metrics, /^countersign_webhook_disabled\{webhook="1"\} 0$/m);

  await done('disable', added.id);
  assert.match(await done('list'), / disabled \(status 500\)$/m);
  receiver.usual = 204;
  receiver.taken.length = 0;
  await done('enable', added.id);
  await receiver.tookSoMany(3);
  const again = ['--from', String(first), '--to', String(first + 1)];
  assert.match(await done('replay', added.id, ...again), /^Webhook 1 is sent 2 events again\.$/m);
  await receiver.tookSoMany(6);
  assert.deepEqual(receiver.taken.map(({ event }) => event.action).slice(2), [
    'enable_webhook',
    'create_webhook',
    'login',
    'replay_webhook',
  ]);

  for (const [args, said] of [
    [['add', 'http://example.com/'], /must begin with https:\/\//],
    [['add', 'https://example.com/', '--actions', 'nothing'], /'nothing' is no action/],
    [['remove', '7'], /^There is no webhook 7\.$/m],
    [['deliveries', 'x'], /^There is no webhook x\.$/m],
    [['replay', '1', '--from', '3'], /^Say both --from and --to/],
  ] as const) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 1);
    assert.match(stderr, said);
  }
  await done('remove', added.id);
  assert.equal(await done('list'), 'There is no webhook.\n');
  assert.equal(await server.stop(), 0);

  logs += server.output.stderr;
  assert.match(logs, /"why":"status 500"/);
  for (const secret of [added.secret, added.secret.slice(6), '/events', 'canary-answer']) {
    assert.ok(!logs.includes(secret), secret);
  }
});
