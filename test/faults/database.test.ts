import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openPostgres } from '../../src/store/postgres.ts';
import { sql } from '../../src/store/sql.ts';
import { apiAt, logIn, spawnServer } from '../harness.ts';
import { startPostgres } from '../postgres.ts';
import { Clients } from './clients.ts';
import { nodesOn, scratchOf } from './nodes.ts';
import { startProxy } from './proxy.ts';

/** How long each fault lasts, in milliseconds. */
const FOR_MS = 4_000;

async function twoNodes(t: TestContext) {
  const nodes = await nodesOn(t);
  const both = await Promise.all([nodes.node(), nodes.node()]);
  const origins = both.map(({ origin }) => origin);
  const clients = await Clients.start(origins);
  await sleep(2_000);
  return { ...nodes, both, origins, clients };
}

/** A code is sent to a server that cannot reach its database: it says so, and when to come again. */
async function assertUnavailable(origin: string): Promise<void> {
  const answer = await fetch(`${origin}/ready`);
  assert.equal(answer.status, 503);
  const { status, headers } = await apiAt(origin, 'x'.repeat(40)).get('/user');
  assert.equal(status, 503);
  assert.match(String(headers['retry-after']), /^\d+$/);
}

for (const [signal, how] of [
  ['SIGINT', 'restarted in order'],
  ['SIGQUIT', 'stopped at once'],
  ['SIGKILL', 'killed'],
] as const) {
  test(`PostgreSQL is ${how} under load`, async (t) => {
    const { postgres, origins, clients } = await twoNodes(t);
    await clients.untilAccepted();
    await postgres.stop(signal);
    for (const origin of origins) await assertUnavailable(origin);
    await postgres.start();
    const recoveredMs = await clients.untilAccepted();
    await clients.end(t, `PostgreSQL ${how}`, recoveredMs);
  });
}

test('nodes are killed under load, one after the other', async (t) => {
  const { node, both, clients } = await twoNodes(t);
  let slowestMs = 0;
  let nodes = both;
  for (let round = 0; round < 4; round++) {
    await clients.untilAccepted();
    const [killed, kept] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
    await killed.stop('SIGKILL');
    slowestMs = Math.max(slowestMs, await clients.untilAccepted());
    nodes = [kept, await node()];
    clients.use(nodes.map(({ origin }) => origin));
  }
  await clients.end(t, 'four nodes killed', slowestMs);
});

test('the network to the database is cut, silent and slow', async (t) => {
  const nodes = await nodesOn(t);
  const proxy = await startProxy(nodes.postgres.port);
  t.after(proxy.close);
  const behind = await nodes.node(proxy.port);
  const direct = await nodes.node();
  const clients = await Clients.start([behind.origin, direct.origin]);
  let slowestMs = 0;
  for (const weather of ['cut', 'silent'] as const) {
    await clients.untilAccepted();
    proxy.weather(weather);
    await sleep(FOR_MS);
    const sinceMs = performance.now();
    await assertUnavailable(behind.origin);
    const tookMs = performance.now() - sinceMs;
    assert(tookMs < 30_000, `${weather}: two answers in ${Math.round(tookMs)} ms`);
    proxy.weather('fine');
    const fineMs = performance.now();
    while ((await fetch(`${behind.origin}/ready`)).status !== 200) await sleep(50);
    slowestMs = Math.max(slowestMs, performance.now() - fineMs, await clients.untilAccepted());
  }
  proxy.slow(100);
  await sleep(FOR_MS);
  await clients.untilAccepted();
  proxy.slow(0);
  await clients.end(t, 'network cut, silent and slow', slowestMs);
});

test('a standby takes over from a primary that is killed, and nothing that was answered is lost', async (t) => {
  const primary = await startPostgres(scratchOf(t), [
    'synchronous_standby_names=*',
    'synchronous_commit=local',
  ]);
  const proxy = await startProxy(primary.port);
  t.after(proxy.close);
  const standby = await primary.standby(['synchronous_standby_names=']);
  t.after(() => standby.stop('SIGQUIT'));
  const nodes = await nodesOn(t, primary);
  const both = await Promise.all([nodes.node(proxy.port), nodes.node(proxy.port)]);
  const clients = await Clients.start(both.map(({ origin }) => origin));
  await clients.untilAccepted();
  const { rows } = await primary.query('SELECT sync_state FROM pg_stat_replication');
  assert.deepEqual(rows, [{ sync_state: 'sync' }]);
  await primary.stop('SIGKILL');
  await standby.query('SELECT pg_promote()');
  proxy.target(standby.port);
  const recoveredMs = await clients.untilAccepted();
  await clients.end(t, 'failover', recoveredMs);
});

test('a commit that no standby confirms is not taken for done', async (t) => {
  const primary = await startPostgres(scratchOf(t));
  const nodes = await nodesOn(t, primary);
  const { origin } = await nodes.node();
  const token = await logIn(origin);
  // From now on it waits for a standby that there is not.
  await primary.query("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  await primary.query('SELECT pg_reload_conf()');
  await sleep(500);
  const { status, headers } = await apiAt(origin, token).post('/users', { first_name: 'Ada' });
  assert.equal(status, 503);
  assert.match(String(headers['retry-after']), /^\d+$/);
  await primary.query('ALTER SYSTEM RESET synchronous_standby_names');
  await primary.query('SELECT pg_reload_conf()');
  await sleep(500);
  assert.equal((await apiAt(origin, token).post('/users', { first_name: 'Ada' })).status, 200);
});

test('a long list is whole, however slowly it is read', async (t) => {
  const postgres = await startPostgres(scratchOf(t));
  t.after(() => postgres.stop('SIGQUIT'));
  const database = await openPostgres(postgres.url(await postgres.create()));
  t.after(() => database.close());
  await database.transaction((tx) =>
    tx.run(sql`INSERT INTO users (created_at) SELECT 0 FROM generate_series(1, 4000)`),
  );
  let read = 0;
  for await (const rows of database.stream(sql`SELECT * FROM users ORDER BY id`, 1_000)) {
    read += rows.length;
    await sleep(FOR_MS);
  }
  assert.equal(read, 4_000);
});

test('others take all connections of the database', async (t) => {
  const nodes = await nodesOn(t, await startPostgres(scratchOf(t), ['max_connections=30']));
  const one = await nodes.node();
  const clients = await Clients.start([one.origin]);
  await clients.untilAccepted();
  const others: pg.Client[] = [];
  for (;;) {
    const client = new pg.Client({ connectionString: nodes.postgres.url('postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      others.push(client);
    } catch {
      break;
    }
  }
  // A node that has connections goes on; one that starts now says why it does not.
  await clients.untilAccepted();
  await assert.rejects(nodes.node(), /cannot be opened .*(?:connection|client)/);
  await Promise.all(others.map((client) => client.end()));
  const second = await nodes.node();
  clients.use([one.origin, second.origin]);
  await clients.end(t, 'all connections taken', await clients.untilAccepted());
});

test('the disk of PostgreSQL is full', async (t) => {
  const disk = smallDisk(t, 300);
  if (!disk) return t.skip('no small file system can be made here: it takes root');
  const postgres = await startPostgres(disk, ['max_wal_size=32MB', 'min_wal_size=32MB', 'wal_recycle=off']);
  const nodes = await nodesOn(t, postgres);
  const one = await nodes.node();
  const clients = await Clients.start([one.origin]);
  await clients.untilAccepted();
  const free = fill(disk);
  await untilUnavailable(one.origin);
  await sleep(FOR_MS);
  free();
  // PostgreSQL stops when its log cannot be written, and whoever runs it starts it again.
  if (!(await postgres.query('SELECT 1').catch(() => undefined))) await postgres.start();
  await clients.end(t, 'disk of PostgreSQL full', await clients.untilAccepted());
});

test('the disk of the embedded database is full', async (t) => {
  const disk = smallDisk(t, 64);
  if (!disk) return t.skip('no small file system can be made here: it takes root');
  const data = join(disk, 'data');
  mkdirSync(data, { mode: 0o700 });
  const server = await spawnServer(t, data);
  t.after(() => server.stop('SIGKILL'));
  const clients = await Clients.start([server.origin]);
  await clients.untilAccepted();
  const free = fill(disk);
  await untilUnavailable(server.origin);
  await sleep(FOR_MS);
  free();
  await clients.end(t, 'disk of the embedded database full', await clients.untilAccepted());
});

/** @returns Where it is; undefined: it cannot be made here. */
function smallDisk(t: TestContext, megabytes: number): string | undefined {
  const folder = mkdtempSync(join(scratchOf(t), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  process.once('exit', () => {
    execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    rmdirSync(folder);
  });
  const { uid, gid } = statSync('/var/lib/postgresql', { throwIfNoEntry: false }) ?? { uid: 0, gid: 0 };
  chownSync(folder, uid, gid);
  return folder;
}

/** Leaves no block free. @returns Gives them back. */
function fill(disk: string): () => void {
  const ballast = join(disk, 'ballast');
  const { bavail, bsize } = statfsSync(disk);
  for (let size = bavail * bsize; size > 0; size -= bsize) {
    try {
      writeFileSync(ballast, Buffer.alloc(size));
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  return () => rmSync(ballast);
}

async function untilUnavailable(origin: string): Promise<void> {
  const token = 'x'.repeat(40);
  for (let tries = 0; tries < 600; tries++) {
    const { status } = await apiAt(origin, token).post('/login?client_id=none&client_secret=none');
    if (status === 503 || (await fetch(`${origin}/ready`)).status === 503) return;
    await sleep(50);
  }
  assert.fail('a full disk was not noticed in 30 s');
}
