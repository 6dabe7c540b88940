import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiAt, logIn, scratchFolder, spawnServer } from './harness.ts';
import { faultsOf } from './history/faults.ts';
import { type Attempt, Recorder } from './history/history.ts';
import { replay, sendCode, type World, work } from './history/load.ts';

/** How long clients are at work, in seconds: COUNTERSIGN_HISTORY_SECONDS=600 is over 500 kills. */
const SECONDS = Number(process.env.COUNTERSIGN_HISTORY_SECONDS ?? 2);
const CLIENTS = 8;
const KINDS: readonly Attempt['kind'][] = ['code', 'recovery code', 'password link'];

test('nothing is accepted twice or out of order, through kills, restarts and a restore (CVE-2026-9802, CVE-2026-96446 of Keycloak)', async (t) => {
  const folder = scratchFolder(t);
  const older = join(scratchFolder(t), 'older');
  const recorder = new Recorder();
  const world: World = { people: [], recorder };
  let server = await spawnServer(t, folder);
  let copied: { people: number; token: string } | undefined;
  let kills = 0;
  for (let workedMs = 0; workedMs < SECONDS * 1_000; kills++) {
    const token = await logIn(server.origin);
    const clients = Array.from({ length: CLIENTS }, (_, index) =>
      work(`client ${index}`, server.origin, token, world),
    );
    const roundMs = 400 + Math.random() * 600;
    await sleep(roundMs);
    // A client that fails is heard of before the server is gone.
    await Promise.race([Promise.all(clients), untilEachWasAccepted(recorder)]);
    workedMs += roundMs;
    await server.stop('SIGKILL');
    await Promise.all(clients);
    if (!copied && workedMs >= SECONDS * 500) {
      cpSync(folder, older, { recursive: true, preserveTimestamps: true });
      copied = { people: world.people.length, token };
    }
    server = await spawnServer(t, folder);
  }
  assert(copied);
  await replay('after the last kill', server.origin, await logIn(server.origin), world);
  await server.stop('SIGKILL');

  rmSync(folder, { recursive: true });
  cpSync(older, folder, { recursive: true, preserveTimestamps: true });
  recorder.restored();
  server = await spawnServer(t, folder);
  world.people.length = copied.people;
  const revived = await apiAt(server.origin, copied.token).get('/user');
  const token = await logIn(server.origin);
  await replay('after the restore', server.origin, token, world);
  for (const person of world.people.slice(-20)) {
    for (const steps of [-1, 0, 1])
      await sendCode('after the restore', apiAt(server.origin, token), world, person, steps);
  }
  await server.stop();

  assert.deepEqual(faultsOf(recorder), []);
  assert.equal(revived.status, 401, 'who was signed in is signed out');
  const tally = Map.groupBy(recorder.attempts, ({ kind, outcome }) => `${kind} ${outcome}`);
  const count = (what: string) => tally.get(what)?.length ?? 0;
  for (const kind of KINDS) assert(count(`${kind} accepted`) > 0 && count(`${kind} refused`) > 0, kind);
  t.diagnostic(
    `${kills} kills, ${[...tally].map(([what, { length }]) => `${length} times ${what}`).join(', ')}`,
  );
});

async function untilEachWasAccepted({ attempts }: Recorder): Promise<void> {
  const accepted = (kind: Attempt['kind']) =>
    attempts.some((one) => one.kind === kind && one.outcome === 'accepted');
  while (!KINDS.every(accepted)) await sleep(20);
}
