import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyChain } from '../src/audit/verify-chain.ts';
import { keySource } from '../src/config.ts';
import { openToRead } from '../src/context.ts';
import { codeAt } from './authenticator.ts';
import {
  type Answer,
  type Api,
  apiAt,
  listening,
  logIn,
  scratchFolder,
  shownAdministrator,
  spawnCountersign,
  spawnServer,
} from './harness.ts';

const ROUNDS = 5;
const CLIENTS = 4;

/** What clients were told before the server died. */
interface Told {
  users: { id: string; name: string }[];
  credentials: { userId: string; secret: string | undefined; acceptedCode: string | undefined }[];
  recoveryCodes: { userId: string; code: string; spent: boolean | undefined }[];
  apiKeys: { clientId: string; clientSecret: string; alive: boolean | undefined }[];
}

test('what was answered is kept, and what was used stays used, whenever the server is killed', async (t) => {
  const folder = scratchFolder(t);
  const told: Told = { users: [], credentials: [], recoveryCodes: [], apiKeys: [] };
  let server = await spawnServer(t, folder);
  for (let round = 0; round < ROUNDS; round++) {
    const token = await logIn(server.origin);
    const before = told.apiKeys.length;
    const clients = Array.from({ length: CLIENTS }, () => work(apiAt(server.origin, token), told));
    await until(() => told.apiKeys.length >= before + CLIENTS);
    await sleep(Math.random() * 300);
    await server.stop('SIGKILL');
    await Promise.all(clients);

    assertIntact(folder);
    await assertChained(folder);
    server = await spawnServer(t, folder);
    // The token is one of the things that were answered.
    await assertKept(apiAt(server.origin, token), server.origin, told);
  }
  const accepted = told.credentials.filter(({ acceptedCode }) => acceptedCode).length;
  t.diagnostic(`${told.users.length} users, ${accepted} accepted codes, ${told.apiKeys.length} API keys`);
  await server.stop();
});

test('a first start that is killed, at whatever moment, is finished by the next one', async (t) => {
  // Keys, tables and the administrator are made in the second half of a start.
  const began = performance.now();
  await (await spawnServer(t, scratchFolder(t))).stop();
  const start = performance.now() - began;
  const delays = [0.3, 0.6, 0.7, 0.8, 0.9].map((part) => (part + Math.random() / 10) * start);
  for (const delay of delays) {
    const folder = scratchFolder(t);
    const killed = spawnCountersign(folder, { COUNTERSIGN_PORT: '0' });
    const closed = once(killed.process, 'close');
    await sleep(delay);
    killed.process.kill('SIGKILL');
    await closed;

    const next = spawnCountersign(folder, { COUNTERSIGN_PORT: '0' });
    t.after(() => next.process.kill('SIGKILL'));
    const origin = await listening(next);
    const { clientId, clientSecret } = shownAdministrator(
      next.output.stdout.includes('client_id') ? next.output.stdout : killed.output.stdout,
    );
    const me = await apiAt(origin, await logIn(origin, clientId, clientSecret)).get('/user');
    assert.equal(me.body.email, 'admin@countersign.localhost', `killed after ${delay} ms`);
    await next.stop();
    assertIntact(folder);
  }
});

test('a first start that is killed between showing the administrator and making it shows the new one', async (t) => {
  const folder = scratchFolder(t);
  const killed = spawnCountersign(folder, { COUNTERSIGN_PORT: '0' });
  // The kill comes as soon as anything is printed: before the commit, or right after it.
  killed.process.stdout?.once('data', () => killed.process.kill('SIGKILL'));
  await once(killed.process, 'close');
  const shownFirst = shownAdministrator(killed.output.stdout);

  const next = spawnCountersign(folder, { COUNTERSIGN_PORT: '0' });
  t.after(() => next.process.kill('SIGKILL'));
  const origin = await listening(next);
  const shownNext = shownAdministrator(next.output.stdout);
  const { clientId, clientSecret } = shownNext.clientId ? shownNext : shownFirst;
  const me = await apiAt(origin, await logIn(origin, clientId, clientSecret)).get('/user');
  assert.equal(me.status, 200);
});

/** Does what applications do, until the server is gone. Writes down only what was answered. */
async function work(api: Api, told: Told): Promise<void> {
  try {
    for (;;) {
      const name = `User ${Math.random()}`;
      const { id } = good(await api.post('/users', { first_name: name })).body;
      told.users.push({ id, name });

      good(await api.post(`/users/${id}/credentials_totp`));
      const credential: Told['credentials'][number] = {
        userId: id,
        secret: undefined,
        acceptedCode: undefined,
      };
      told.credentials.push(credential);
      credential.secret = good(await api.post(`/users/${id}/credentials_totp/enrollment`)).body
        .secret as string;
      const code = codeAt(credential.secret, Date.now());
      const { accepted } = good(await api.post(`/users/${id}/credentials_totp/verify`, { code })).body;
      if (accepted) credential.acceptedCode = code;

      const { codes } = good(await api.post(`/users/${id}/recovery_codes`)).body;
      const recoveryCodes: Told['recoveryCodes'] = codes
        .slice(0, 2)
        .map((code: string) => ({ userId: id, code, spent: false }));
      told.recoveryCodes.push(...recoveryCodes);
      const [first] = recoveryCodes as [Told['recoveryCodes'][number]];
      first.spent = undefined; // Until it is answered, nobody can say.
      first.spent = good(
        await api.post(`/users/${id}/recovery_codes/verify`, { code: first.code }),
      ).body.accepted;

      const key = good(await api.post(`/users/${id}/credentials_api3`)).body;
      const apiKey: Told['apiKeys'][number] = {
        clientId: key.client_id,
        clientSecret: key.client_secret,
        alive: true,
      };
      told.apiKeys.push(apiKey);
      if (Math.random() < 0.3) {
        apiKey.alive = undefined;
        good(await api.delete(`/users/${id}/credentials_api3/${key.id}`));
        apiKey.alive = false;
      }
    }
  } catch (error) {
    // fetch fails with a TypeError when the connection does.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function assertKept(api: Api, origin: string, told: Told): Promise<void> {
  const users: { id: string; first_name: string }[] = good(await api.get('/users?fields=id,first_name')).body;
  const names = new Map(users.map(({ id, first_name }) => [id, first_name]));
  for (const { id, name } of told.users) assert.equal(names.get(id), name);

  for (const { userId, acceptedCode } of told.credentials) {
    const { verified } = good(await api.get(`/users/${userId}/credentials_totp`)).body;
    if (!acceptedCode) continue;
    assert.equal(verified, true);
    const again = await api.post(`/users/${userId}/credentials_totp/verify`, { code: acceptedCode });
    assert(again.status === 429 || again.body.accepted === false, 'a code works once, even across a crash');
  }
  for (const { userId, code, spent } of told.recoveryCodes) {
    if (spent === undefined) continue;
    const { accepted, remaining } = good(
      await api.post(`/users/${userId}/recovery_codes/verify`, { code }),
    ).body;
    assert.equal(accepted, !spent, `a recovery code of user ${userId}, ${remaining} left`);
  }
  told.recoveryCodes.length = 0;
  for (const { clientId, clientSecret, alive } of told.apiKeys) {
    if (alive === undefined) continue;
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
    const { status } = await fetch(`${origin}/api/4.0/login`, { method: 'POST', body });
    assert.equal(status, alive ? 200 : 404);
  }
  // Once each: a key that fails again and again is locked, which says nothing of what was kept.
  told.apiKeys = told.apiKeys.filter(({ alive }) => alive);
}

/** What a killed server left is a whole database, and the key file is whole. */
function assertIntact(folder: string): void {
  const database = new DatabaseSync(join(folder, 'countersign.db'), { readOnly: true });
  assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
  assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
  database.close();
  assert(!readdirSync(folder).includes('countersign.keys.new'));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

/** Its audit log, too: every record that is there follows from the one before it. */
async function assertChained(folder: string): Promise<void> {
  const { database, auditKeys } = await openToRead({ dataFolder: folder }, keySource({}, folder));
  const { records, broken } = await verifyChain(database, auditKeys);
  await database.close();
  assert.equal(broken, undefined);
  assert(records > 0);
}

function good(answer: Answer): Answer {
  assert(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}
