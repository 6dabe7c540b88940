import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Answer,
  CLIENT_ID,
  CLIENT_SECRET,
  scratchFolder,
  spawnServer,
  startInProcess,
  type TestServer,
} from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const MINUTE_MS = 60_000;
const HOME = '192.0.2.1';

interface Login {
  id?: string;
  secret?: string;
  from?: string;
  headers?: Record<string, string>;
}

const logIn = async (
  { app }: TestServer,
  { id = CLIENT_ID, secret = CLIENT_SECRET, from = HOME, headers = {} }: Login = {},
): Promise<Answer> => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/4.0/login',
    remoteAddress: from,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ client_id: id, client_secret: secret }).toString(),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
};

async function fail(server: TestServer, times: number, login: Login = {}): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n++)
    statuses.push((await logIn(server, { secret: `wrong-${n}`, ...login })).status);
  return statuses;
}

async function rows({ context }: TestServer): Promise<number> {
  const row = await context.database.get<{ total: number }>(
    sql`SELECT COUNT(*) AS total FROM login_lockouts`,
  );
  return row?.total ?? Number.NaN;
}

test('four wrong secrets in a row lock a key for five minutes, for the right secret too', async (t) => {
  const server = await startInProcess(t);
  assert.deepEqual(await fail(server, 5), [404, 404, 404, 404, 429]);
  const refused = await logIn(server);
  assert.equal(refused.status, 429);
  assert.equal(refused.headers['retry-after'], '300');
  assert.match(refused.body.message, /Try again in 300 s/);
  server.clock.nowMs += 4 * MINUTE_MS;
  assert.deepEqual(await fail(server, 2), [429, 429], 'trying on makes it no longer');
  assert.equal((await logIn(server)).headers['retry-after'], '60');
  server.clock.nowMs += MINUTE_MS;
  assert.equal((await logIn(server)).status, 200);
  assert.deepEqual(await fail(server, 5), [404, 404, 404, 404, 429]);
});

test('an unknown client_id is locked like one that exists', async (t) => {
  const server = await startInProcess(t);
  const known = { secret: 'wrong' };
  const unknown = { id: 'nobody-has-this', secret: 'wrong' };
  for (let n = 0; n < 6; n++) {
    const [one, other] = [await logIn(server, known), await logIn(server, unknown)];
    assert.equal(one.status, other.status);
    assert.deepEqual(one.body, other.body);
    assert.deepEqual({ ...one.headers, date: '' }, { ...other.headers, date: '' });
  }
  assert.equal((await logIn(server, known)).status, 429);
});

test('a right secret starts the count over', async (t) => {
  const server = await startInProcess(t);
  for (let n = 0; n < 3; n++) {
    assert.deepEqual(await fail(server, 3), [404, 404, 404]);
    assert.equal((await logIn(server)).status, 200);
    assert.equal(await rows(server), 0);
  }
});

test('three failures are forgotten after five minutes', async (t) => {
  const server = await startInProcess(t);
  await fail(server, 3);
  server.clock.nowMs += 5 * MINUTE_MS;
  assert.deepEqual(await fail(server, 4), [404, 404, 404, 404]);
});

test('a lock is for one credential and one address', async (t) => {
  const server = await startInProcess(t);
  const other = (await server.admin.post('/users/1/credentials_api3')).body;
  await fail(server, 4);
  assert.equal((await logIn(server)).status, 429);
  assert.equal((await logIn(server, { from: '192.0.2.2' })).status, 200);
  assert.equal((await logIn(server, { id: other.client_id, secret: other.client_secret })).status, 200);
  assert.equal(
    (await logIn(server, { id: CLIENT_ID.toUpperCase() })).status,
    404,
    'ids are compared exactly',
  );
});

test('headers do not change where a request comes from (CVE-2026-108162 of Pingvin Share X, CVE-2026-111934 of Coder, CVE-2026-107271 of Gophish, CVE-2025-69615 of Telekom)', async (t) => {
  const server = await startInProcess(t);
  const statuses: number[] = [];
  for (let n = 0; n < 6; n++) {
    const from = `10.0.0.${n}`;
    const headers = { 'x-forwarded-for': from, 'x-real-ip': from, forwarded: `for=${from}` };
    statuses.push((await logIn(server, { secret: 'wrong', headers })).status);
  }
  assert.deepEqual(statuses, [404, 404, 404, 404, 429, 429]);
});

test('an IPv6 network is one address, and so is an IPv4 address in IPv6 writing', async (t) => {
  const server = await startInProcess(t);
  for (let n = 1; n <= 4; n++) await fail(server, 1, { from: `2001:db8:0:7::${n}` });
  assert.equal((await logIn(server, { from: '2001:db8:0:7:ffff::9' })).status, 429);
  assert.equal((await logIn(server, { from: '2001:db8:0:8::1' })).status, 200);
  for (const from of [HOME, `::ffff:${HOME}`, HOME, `::ffff:${HOME}`]) await fail(server, 1, { from });
  assert.equal((await logIn(server)).status, 429);
});

test('form, query and JSON are one count (CVE-2025-6004 of Vault, CVE-2026-115359 of OpenBao)', async (t) => {
  const server = await startInProcess(t);
  const wrong = { client_id: CLIENT_ID, client_secret: 'wrong' };
  const query = new URLSearchParams(wrong).toString();
  const send = async (url: string, payload?: object) =>
    (
      await server.app.inject({
        method: 'POST',
        url: `/api/4.0/login${url}`,
        remoteAddress: HOME,
        ...(payload && { payload }),
      })
    ).statusCode;
  assert.equal(await send(`?${query}`), 404);
  assert.equal(await send('', wrong), 404);
  assert.deepEqual(await fail(server, 2), [404, 404]);
  assert.equal(await send(`?${query}`), 429);
  assert.equal(await send('', wrong), 429);
});

test('of a hundred wrong logins at once, four are looked at', async (t) => {
  const server = await startInProcess(t);
  const guesses = Array.from({ length: 100 }, (_, n) => logIn(server, { secret: `wrong-${n}` }));
  const right = logIn(server);
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 404).length, 4);
  assert.equal(statuses.filter((status) => status === 429).length, 96);
  assert.equal((await right).status, 429, 'a guess that is right comes too late as well');
});

test('a hundred right logins at once all succeed', async (t) => {
  const server = await startInProcess(t);
  await fail(server, 3);
  const answers = await Promise.all(Array.from({ length: 100 }, () => logIn(server)));
  assert.ok(answers.every(({ status }) => status === 200));
});

test('a flood of made-up ids fills nothing and frees nobody', async (t) => {
  const server = await startInProcess(t);
  await fail(server, 4);
  const flood = async (count: number, times: number) => {
    for (let n = 0; n < count; n += 100) {
      const batch = Array.from({ length: 100 * times }, (_, m) =>
        fail(server, 1, { id: `flood-${n}-${m % 100}` }),
      );
      await Promise.all(batch);
    }
  };
  await flood(2_500, 1);
  server.clock.nowMs += 1_000;
  await flood(500, 4);
  assert.ok((await rows(server)) <= 2_000, String(await rows(server)));
  assert.equal((await logIn(server)).status, 429, 'the lock from before holds');
  assert.deepEqual(await fail(server, 5, { id: 'one-more' }), [404, 404, 404, 404, 429]);
  assert.equal((await logIn(server, { from: '192.0.2.2' })).status, 200);
  server.clock.nowMs += 6 * MINUTE_MS;
  for (let n = 0; n < 30; n++) await fail(server, 1, { id: `later-${n}` });
  assert.equal(await rows(server), 30, 'what has expired is gone');
});

test('a lock outlives the server', async (t) => {
  const folder = scratchFolder(t);
  const send = (origin: string, client_secret: string) =>
    fetch(`${origin}/api/4.0/login`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: CLIENT_ID, client_secret }),
    });
  const first = await spawnServer(t, folder);
  for (let n = 0; n < 4; n++) assert.equal((await send(first.origin, 'wrong')).status, 404);
  await first.stop('SIGKILL');
  const second = await spawnServer(t, folder);
  assert.equal((await send(second.origin, CLIENT_SECRET)).status, 429);
  await second.stop();
});

/** A server with one lock on the administrator's key, one on another user's, and one on nobody's. */
async function withLocks(t: TestContext) {
  const server = await startInProcess(t);
  const zoe = (await server.admin.post('/users', { first_name: 'Zoë', last_name: 'Álvarez' })).body.id;
  const key = (await server.admin.post(`/users/${zoe}/credentials_api3`)).body.client_id;
  await fail(server, 4);
  server.clock.nowMs += 1_000;
  await fail(server, 4, { id: key, from: '2001:db8::7' });
  server.clock.nowMs += 1_000;
  await fail(server, 4, { id: 'nobody-has-this' });
  await fail(server, 3, { id: 'not-yet-locked' });
  return { server, zoe, key };
}

test('the locks in force are listed, with whom they concern', async (t) => {
  const { server, zoe } = await withLocks(t);
  const { status, body } = await server.admin.get('/user_login_lockouts');
  assert.equal(status, 200);
  const [{ key, ...mine }, theirs, nobodys, ...more] = body;
  assert.deepEqual(mine, {
    can: {},
    auth_type: 'api',
    ip: HOME,
    user_id: '1',
    remote_id: null,
    full_name: 'Admin Countersign',
    email: 'admin@example.com',
    fail_count: 4,
    lockout_at: '2026-11-24T12:00:00.000+00:00',
  });
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.deepEqual(Object.keys(body[0]).slice(0, 3), ['can', 'key', 'auth_type']);
  assert.deepEqual([theirs.user_id, theirs.full_name, theirs.ip], [zoe, 'Zoë Álvarez', '2001:db8::7']);
  assert.deepEqual([nobodys.user_id, nobodys.full_name, nobodys.email], [null, null, null]);
  assert.deepEqual(more, []);
  assert.deepEqual(Object.keys((await server.admin.get('/user_login_lockouts?fields=key,ip')).body[0]), [
    'key',
    'ip',
  ]);
  server.clock.nowMs += 5 * MINUTE_MS - 1_500;
  assert.equal((await server.admin.get('/user_login_lockouts')).body.length, 2, 'the first has ended');
  server.clock.nowMs += 5 * MINUTE_MS;
  assert.deepEqual((await server.admin.get('/user_login_lockouts')).body, []);
});

test('locks are found by whom they concern', async (t) => {
  const { server, zoe } = await withLocks(t);
  const found = async (query: string): Promise<(string | null)[]> => {
    const { status, body } = await server.admin.get(`/user_login_lockouts/search?${query}`);
    assert.equal(status, 200, query);
    return body.map(({ user_id }: { user_id: string | null }) => user_id);
  };
  assert.deepEqual(await found(''), ['1', zoe, null]);
  assert.deepEqual(await found('full_name=ZO%C3%8B%25'), [zoe]);
  assert.deepEqual(await found('full_name=IS%20NULL'), [null]);
  assert.deepEqual(await found('email=admin@EXAMPLE.com'), ['1']);
  assert.deepEqual(await found('email=admin@example.com&full_name=zo%25'), []);
  assert.deepEqual(await found('email=admin@example.com&full_name=zo%25&filter_or=true'), ['1', zoe]);
  assert.deepEqual(await found('auth_type=totp'), []);
  assert.deepEqual(await found('auth_type=api&sorts=lockout_at%20desc'), [null, zoe, '1']);
  assert.deepEqual(await found('remote_id=x'), []);
  assert.deepEqual(await found('remote_id=IS%20NULL&sorts=full_name'), [null, '1', zoe]);
  assert.deepEqual(await found('limit=1&offset=1'), [zoe]);
  assert.deepEqual(await found('page=3&per_page=1'), [null]);
  const page = await server.admin.get('/user_login_lockouts/search?limit=2');
  assert.equal(page.headers['x-total-count'], '3');
  assert.equal((await server.admin.get('/user_login_lockouts/search?sorts=secret')).status, 400);
  assert.equal((await server.admin.get('/user_login_lockouts/search?limit=-1')).status, 400);
  assert.equal((await server.admin.get(`/user_login_lockouts/search?email=${'x'.repeat(300)}`)).status, 400);
});

test('ending a lock lets the next login in', async (t) => {
  const { server } = await withLocks(t);
  const [mine, , nobodys] = (await server.admin.get('/user_login_lockouts')).body;
  const done = await server.admin.delete(`/user_login_lockout/${mine.key}`);
  assert.deepEqual([done.status, done.body, done.headers['content-type']], [204, '', undefined]);
  assert.equal((await logIn(server)).status, 200);
  assert.equal((await server.admin.delete(`/user_login_lockout/${mine.key}`)).status, 404);
  assert.equal((await server.admin.delete(`/user_login_lockout/${nobodys.key}`)).status, 204);
  for (const key of ['x', '%00', '1', 'a'.repeat(500), nobodys.key.toUpperCase()]) {
    assert.equal((await server.admin.delete(`/user_login_lockout/${key}`)).status, 404, key);
  }
  const events = await server.context.database.all<{ action: string; target_user_id: number | null }>(
    sql`SELECT action, target_user_id FROM audit_events WHERE action LIKE '%lock_login' ORDER BY id`,
  );
  assert.deepEqual(
    events.map(({ action, target_user_id }) => [action, target_user_id]),
    [
      ['lock_login', 1],
      ['lock_login', 2],
      ['unlock_login', 1],
      ['unlock_login', null],
    ],
  );
});

test('who may see users sees locks; who may reset a second factor ends them, up to their own rank', async (t) => {
  const { server } = await withLocks(t);
  const user = await server.userWithRoles('User');
  const support = await server.userWithRoles('Support');
  const [admins, theirs] = (await server.admin.get('/user_login_lockouts')).body;
  for (const path of ['/user_login_lockouts', '/user_login_lockouts/search']) {
    assert.equal((await server.as(null).get(path)).status, 401);
    const refused = await user.api.get(path);
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /see_users/);
    assert.equal((await support.api.get(path)).status, 200);
  }
  const refused = await user.api.delete(`/user_login_lockout/${theirs.key}`);
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /reset_two_factor/);
  assert.equal((await support.api.delete(`/user_login_lockout/${admins.key}`)).status, 403);
  assert.equal((await support.api.delete(`/user_login_lockout/${theirs.key}`)).status, 204);
  assert.equal((await server.admin.get('/user_login_lockouts')).body.length, 2);
});
