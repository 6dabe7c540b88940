import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { openContext } from '../src/context.ts';
import { codeAt } from './authenticator.ts';
import { type Api, apiAt, logIn, runCountersign, scratchFolder, spawnServer } from './harness.ts';
import { addEnrolled, secretOf } from './many-credentials.ts';

const PEOPLE = 1_000;

/** `countersign key …` */
const key = (folder: string, ...args: string[]) =>
  runCountersign(['key', ...args], { COUNTERSIGN_DATA: folder });

/** How many seeds each key has sealed. */
function seedsByKey(folder: string): number[] {
  const database = new DatabaseSync(join(folder, 'countersign.db'), { readOnly: true });
  const rows = database
    .prepare(
      `SELECT (SELECT COUNT(*) FROM credentials_totp AS totp WHERE totp.key_id = sealing_keys.key_id) AS seeds
       FROM sealing_keys ORDER BY retired_at DESC NULLS FIRST`,
    )
    .all();
  database.close();
  return rows.map(({ seeds }) => Number(seeds));
}

const right = (userId: number, steps = 0) => codeAt(secretOf(userId), Date.now() + steps * 30_000);

async function verify(api: Api, userId: number, steps = 0): Promise<boolean> {
  const code = right(userId, steps);
  return (await api.post(`/users/${userId}/credentials_totp/verify`, { code })).body.accepted === true;
}

test('keys are rotated while codes are checked, after a kill, and without a server; no check ever fails', async (t) => {
  const folder = scratchFolder(t);
  await (await spawnServer(t, folder)).stop();
  const context = await openContext(readConfig({ COUNTERSIGN_DATA: folder }), {
    log: pino({ level: 'silent' }),
  });
  const { first } = await addEnrolled(context, PEOPLE);
  await context.database.close();

  let server = await spawnServer(t, folder);
  const socket = join(folder, 'countersign.sock');
  assert.equal(statSync(socket).mode & 0o777, 0o600);
  let api = apiAt(server.origin, await logIn(server.origin));

  // Under load: everybody's code is right once, in an order that the batches do not go in.
  const rotation = { running: true };
  const rotated = key(folder, 'rotate', '--json').finally(() => {
    rotation.running = false;
  });
  let next = 0;
  let during = 0;
  const refused: number[] = [];
  const client = async () => {
    while (rotation.running && next < PEOPLE) {
      const userId = first + ((next++ * 7) % PEOPLE);
      if (!(await verify(api, userId))) refused.push(userId);
      if (next % 5 !== 0) continue;
      const partly = seedsByKey(folder);
      if (partly.length > 1 && partly.every((seeds) => seeds > 0)) during++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  const { code, stdout, stderr } = await rotated;
  assert.equal(code, 0, stderr);
  const { key_id, total, resealed, unreadable } = JSON.parse(stdout);
  assert.deepEqual([total, resealed, unreadable], [PEOPLE + 1, PEOPLE + 1, 0]);
  assert.deepEqual(refused, []);
  assert.ok(during >= 5, `seeds were seen sealed with two keys ${during} times`);
  t.diagnostic(`${next} codes were checked during the rotation`);
  const listed = JSON.parse((await key(folder, 'list', '--json')).stdout);
  assert.deepEqual(
    listed.map((one: { key_id: string; values: number }) => [one.key_id, one.values]),
    [[key_id, PEOPLE + 1]],
  );

  // Killed half-way: the next start goes on.
  const broken = key(folder, 'rotate');
  while (seedsByKey(folder)[1] !== undefined ? seedsByKey(folder)[0] === 0 : true) await sleep(2);
  await server.stop('SIGKILL');
  const half = seedsByKey(folder);
  assert.ok(half[0] && half[1], `killed half-way: ${half}`);
  const { code: brokenCode, stderr: said } = await broken;
  assert.equal(brokenCode, 1);
  assert.match(said, /The server ended before it was done\. It goes on with it when it starts\.\n$/);

  server = await spawnServer(t, folder);
  api = apiAt(server.origin, await logIn(server.origin));
  for (let index = 0; seedsByKey(folder).length > 1; index++) {
    const userId = first + ((PEOPLE - 1 - index) % PEOPLE);
    assert.ok(await verify(api, userId, 1), `user ${userId} after the kill`);
  }
  assert.deepEqual(seedsByKey(folder), [PEOPLE]);

  // Whoever connects and says something else does no harm.
  const stranger = connect(socket);
  stranger.end('{"task":"no such command"}\n');
  assert.match(String(await stranger.toArray()), /^\{"error":"The server does not know this command/);
  connect(socket).destroy();
  assert.equal(await server.stop(), 0);

  // Without a server the command does it, and in words.
  const alone = await key(folder, 'rotate');
  assert.equal(alone.code, 0, alone.stderr);
  assert.match(
    alone.stdout,
    /^Key [0-9a-f]{8} seals from now on\. Values sealed anew: 1001\. The keys before it are gone\.\n$/,
  );
  assert.match(
    (await key(folder, 'list')).stdout,
    /^[0-9a-f]{8} {2}made \S+Z, seals\. Values: 1001\. Master key: [0-9a-f]{8}\.\n$/,
  );
  server = await spawnServer(t, folder);
  api = apiAt(server.origin, await logIn(server.origin));
  assert.ok(await verify(api, first + 1, 1));

  const nowhere = await key(join(folder, 'nowhere'), 'rotate');
  assert.deepEqual([nowhere.code, nowhere.stdout], [1, '']);
  assert.match(
    nowhere.stderr,
    /^The database in .*nowhere cannot be opened \(there is none\): set COUNTERSIGN_DATA .*\n$/,
  );
});
