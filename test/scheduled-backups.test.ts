import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScheduledBackups } from '../src/archive/scheduled-backups.ts';
import { keptIn } from '../src/backups/kept-backups.ts';
import { recordProof } from '../src/backups/record-backup.ts';
import type { Context } from '../src/context.ts';
import { newAgeKey } from './age-keys.ts';
import {
  apiAt,
  logIn,
  metricsOf,
  runCountersign,
  scratchFolder,
  spawnCountersign,
  spawnServer,
  startInProcess,
} from './harness.ts';
import { S3_SETTINGS, startS3Server } from './s3-server.ts';

const HOUR = 3_600_000;

async function newKey(folder: string) {
  const { privateKey, publicKey: recipient } = await newAgeKey();
  const file = join(folder, 'identity');
  writeFileSync(file, privateKey);
  return { file, recipient };
}

function schedule(t: TestContext, context: Context): ScheduledBackups {
  assert.ok(context.config.backups);
  const backups = new ScheduledBackups(context, context.config.backups);
  t.after(() => backups.stop());
  return backups;
}

test('backups are taken when they are due, by what is recorded, and old ones are deleted', async (t) => {
  const folder = scratchFolder(t);
  const to = join(folder, 'backups');
  const { recipient } = await newKey(folder);
  const { context, clock } = await startInProcess(t, {
    COUNTERSIGN_BACKUP_TO: to,
    COUNTERSIGN_BACKUP_EVERY: '6',
    COUNTERSIGN_BACKUP_KEEP: '2',
    COUNTERSIGN_BACKUP_RECIPIENTS: recipient,
  });
  const names = () => readdirSync(to).sort();
  let backups = schedule(t, context);
  await Promise.all([backups.takeIfDue(), backups.takeIfDue()]);
  assert.deepEqual(backups.results, { done: 1, failed: 0 });
  const [first = ''] = names();
  assert.match(first, /^countersign-[\da-f]{8}-20261124T120000Z\.age$/);
  assert.equal(statSync(join(to, first)).mode & 0o777, 0o600);
  assert.match(readFileSync(join(to, first), 'latin1'), /^age-encryption\.org\/v1\n/);
  const data = readdirSync(context.config.dataFolder);
  assert.ok(!data.some((name) => name.includes('backup')), data.join());

  // A restart does not lose the schedule.
  await backups.stop();
  backups = schedule(t, context);
  clock.nowMs += 6 * HOUR - 1;
  await backups.takeIfDue();
  assert.equal(names().length, 1);
  clock.nowMs += 1;
  await backups.takeIfDue();
  assert.equal(names().length, 2);

  // What others put there stays, whatever it is called, and so does what was proved restorable.
  const [, proved] = await keptIn(context.database, to);
  assert.ok(proved);
  await recordProof(context, { ...proved, takenAtMs: proved.taken_at });
  const others = ['countersign-00000000-20200101T000000Z.age', 'notes.txt', 'x.age.unfinished'];
  for (const other of others) writeFileSync(join(to, other), '');
  const left = first.replace('120000Z.age', '110000Z.age.unfinished');
  writeFileSync(join(to, left), 'of a server that was killed');
  for (let n = 0; n < 3; n++) {
    clock.nowMs += 6 * HOUR;
    await backups.takeIfDue();
  }
  const kept = (await keptIn(context.database, to)).map(({ name }) => name).sort();
  assert.deepEqual(names(), [...kept, ...others].sort());
  assert.equal(kept.length, 3);
  assert.ok(kept.includes(first), 'the one that was proved');
  assert.deepEqual(backups.results, { done: 4, failed: 0 });

  // Neither a clock that was set back nor a file that is gone stops it, or makes it take one after the other.
  rmSync(join(to, kept[1] as string));
  clock.nowMs -= 400 * 24 * HOUR;
  await backups.takeIfDue();
  await backups.takeIfDue();
  assert.equal(backups.results.done, 5);
  assert.equal(names().length, 3 + others.length);
});

test('what is taken and deleted is in the audit log, and a failure is tried again later', async (t) => {
  const folder = scratchFolder(t);
  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, 'no folder');
  const { recipient } = await newKey(folder);
  const { context, clock, admin } = await startInProcess(t, {
    COUNTERSIGN_BACKUP_TO: join(blocked, 'backups'),
    COUNTERSIGN_BACKUP_EVERY: '1',
    COUNTERSIGN_BACKUP_KEEP: '1',
    COUNTERSIGN_BACKUP_RECIPIENTS: recipient,
  });
  const backups = schedule(t, context);
  await backups.takeIfDue();
  await backups.takeIfDue();
  assert.deepEqual(backups.results, { done: 0, failed: 1 }, 'not at once again');
  clock.nowMs += 600_000;
  await backups.takeIfDue();
  assert.equal(backups.results.failed, 2);
  rmSync(blocked);
  clock.nowMs += 600_000;
  await backups.takeIfDue();
  assert.deepEqual(backups.results, { done: 1, failed: 2 });
  clock.nowMs += HOUR / 2;
  const events = async () =>
    (await admin.get('/audit_events?action=%25back%25up&fields=action,actor_id,source')).body;
  assert.deepEqual(await events(), [{ action: 'back_up', actor_id: null, source: null }]);
  clock.nowMs += HOUR / 2;
  await backups.takeIfDue();
  const actions = await context.database.all<{ action: string }>({
    text: 'SELECT action FROM audit_events ORDER BY id DESC LIMIT 2',
    values: [],
  });
  assert.deepEqual(
    actions.map(({ action }) => action),
    ['delete_backup', 'back_up'],
  );
});

test('a recipient that is none stops the start, and a stop in the middle leaves nothing', async (t) => {
  const folder = scratchFolder(t);
  const settings = { COUNTERSIGN_PORT: '0', COUNTERSIGN_BACKUP_TO: join(folder, 'backups') };
  const refused = spawnCountersign(join(folder, 'data'), {
    ...settings,
    COUNTERSIGN_BACKUP_RECIPIENTS: 'age1nobody',
  });
  assert.equal(await refused.stop('SIGCONT'), 1);
  assert.match(
    refused.output.stderr,
    /^COUNTERSIGN_BACKUP_RECIPIENTS is not right: Recipient 1 is no public key: .*\n$/,
  );
  assert.ok(!existsSync(join(folder, 'data')), 'nothing was made before');

  // A password takes its time.
  const data = join(folder, 'other');
  const server = await spawnServer(t, data, {
    ...settings,
    COUNTERSIGN_BACKUP_PASSWORD: 'correct horse battery staple',
  });
  while (!existsSync(join(data, 'countersign.backup-due'))) await sleep(5);
  assert.equal(await server.stop(), 0);
  const left = [...readdirSync(data), ...readdirSync(join(folder, 'backups'))];
  assert.deepEqual(
    left.filter((name) => /backup|age$|unfinished/.test(name)),
    [],
  );
});

test('backups go to S3, are proved and restored from there, and old ones are deleted', async (t) => {
  const folder = scratchFolder(t);
  const s3 = await startS3Server(t);
  const key = await newKey(folder);
  const access = { ...S3_SETTINGS, COUNTERSIGN_S3_ENDPOINT: s3.endpoint };
  const settings = {
    ...access,
    COUNTERSIGN_BACKUP_TO: 's3://backups/countersign/',
    COUNTERSIGN_BACKUP_RECIPIENTS: key.recipient,
    COUNTERSIGN_BACKUP_WITH_MASTER_KEY: 'yes',
    COUNTERSIGN_METRICS: '127.0.0.1:0',
    COUNTERSIGN_LOG_LEVEL: 'trace',
  };
  const data = join(folder, 'data');
  const server = await spawnServer(t, data, settings);
  while (s3.objects.size === 0) await sleep(20);
  const [name = ''] = s3.objects.keys();
  assert.match(name, /^backups\/countersign\/countersign-[\da-f]{8}-\d{8}T\d{6}Z\.age$/);
  const url = `s3://${name}`;
  const admin = apiAt(server.origin, await logIn(server.origin));
  const taken = async () => (await admin.get('/audit_events?action=back_up')).body.length;
  while ((await taken()) === 0) await sleep(20);
  const metrics = await metricsOf(server);
  assert.match(metrics, /^countersign_scheduled_backups_total\{result="done"\} 1$/m);
  assert.match(metrics, /^countersign_scheduled_backups_total\{result="failed"\} 0$/m);
  assert.match(metrics, /^countersign_backup_age_seconds [\d.]+$/m);

  const restore = (into: string, from: string, ...more: string[]) =>
    runCountersign(['restore', from, '--identity', key.file, ...more], { COUNTERSIGN_DATA: into, ...access });
  const drill = await restore(data, url, '--drill', '--json');
  assert.equal(drill.code, 0, drill.stderr);
  assert.equal(JSON.parse(drill.stdout).remembered, true);
  const elsewhere = await restore(join(folder, 'elsewhere'), url);
  assert.equal(elsewhere.code, 0, elsewhere.stderr);
  assert.match(elsewhere.stdout, /: 1 user, 0 second factors\.\nThe audit log is whole/);

  const third = join(folder, 'third');
  for (const [from, said] of [
    [`${url}x`, /^There is no file s3:\/\/backups\//],
    ['s3://nobody/x.age', /^S3 answered 404 \(NoSuchBucket\) for s3:\/\/nobody\/x\.age\.$/m],
  ] as const) {
    const { code, stderr } = await restore(third, from);
    assert.equal(code, 1);
    assert.match(stderr, said);
  }
  const wrong = { ...access, COUNTERSIGN_DATA: third, COUNTERSIGN_S3_SECRET_ACCESS_KEY: 'canary/wrong' };
  const { stderr: forbidden } = await runCountersign(['restore', url, '--identity', key.file], wrong);
  assert.match(forbidden, /^S3 answered 403 \(SignatureDoesNotMatch\)/);
  const { stderr: keyless } = await runCountersign(['restore', url, '--identity', key.file], {
    COUNTERSIGN_DATA: third,
  });
  assert.match(keyless, /^Set COUNTERSIGN_S3_ACCESS_KEY_ID/);

  assert.equal(await server.stop(), 0);
  assert.ok(!readdirSync(data).some((one) => one.includes('backup')));
  for (const text of [server.output.stderr, forbidden, JSON.stringify(s3.asked)]) {
    assert.ok(!text.includes('canary'), text);
  }
});

test('what S3 refuses is logged and counted, and old objects are deleted there', async (t) => {
  const folder = scratchFolder(t);
  const s3 = await startS3Server(t);
  const { recipient } = await newKey(folder);
  const { context, clock } = await startInProcess(t, {
    ...{ ...S3_SETTINGS, COUNTERSIGN_S3_ENDPOINT: s3.endpoint, COUNTERSIGN_BACKUP_TO: 's3://backups' },
    ...{ COUNTERSIGN_BACKUP_RECIPIENTS: recipient, COUNTERSIGN_BACKUP_KEEP: '1d' },
  });
  const backups = schedule(t, context);
  s3.refuseWith = 503;
  await backups.takeIfDue();
  assert.deepEqual(backups.results, { done: 0, failed: 1 });
  assert.ok(s3.asked.length > 1, 'it was tried again at once, too');
  s3.refuseWith = undefined;
  for (let n = 0; n < 4; n++) {
    clock.nowMs += 24 * HOUR;
    await backups.takeIfDue();
  }
  assert.deepEqual(backups.results, { done: 4, failed: 1 });
  assert.equal(s3.objects.size, 2);
  assert.deepEqual(
    [...s3.objects.keys()].sort(),
    (await keptIn(context.database, 's3://backups')).map(({ name }) => `backups/${name}`).sort(),
  );
});
