import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';
import { endSession, endSessionsOf } from './end-session.ts';
import { findSession } from './find-session.ts';
import { type NewSession, startSession } from './start-session.ts';

const MINUTE_MS = 60_000;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

const signIn = ({ context, clock }: TestServer, userId: string, more: Partial<NewSession> = {}) =>
  context.database.transaction((tx) =>
    startSession(tx, clock.nowMs, {
      userId: Number(userId),
      credentialsType: 'email',
      secondFactorAtMs: null,
      source: '192.0.2.1',
      userAgent: firefox,
      ...more,
    }),
  );

const idsOf = async ({ admin }: TestServer, userId: string): Promise<string[]> =>
  (await admin.get(`/users/${userId}/sessions?fields=id`)).body.map(({ id }: { id: string }) => id);

async function withUser(t: TestContext) {
  const server = await startInProcess(t);
  const user = await server.userWithRoles('User');
  return { server, user };
}

test('a session is found by its token, which is kept nowhere', async (t) => {
  const { server, user } = await withUser(t);
  const { context, clock } = server;
  const { id, token, expiresAtMs } = await signIn(server, user.id, { secondFactorAtMs: clock.nowMs });
  assert.match(token, /^[A-Za-z0-9]{40}$/);
  assert.deepEqual(await findSession(context, token), {
    id,
    userId: Number(user.id),
    sudoUserId: null,
    secondFactorAtMs: clock.nowMs,
    createdAtMs: clock.nowMs,
    expiresAtMs,
    permissions: new Set(['see_names']),
  });
  for (const wrong of [undefined, '', token.slice(1), `${token}x`, token.toLowerCase(), String(id)]) {
    assert.equal(await findSession(context, wrong), undefined);
  }
  const [row] = await context.database.all<object>(sql`SELECT * FROM sessions`);
  assert.ok(!Object.values(row ?? {}).includes(token));
});

test('a session ends after its time, however much it is used', async (t) => {
  const { server, user } = await withUser(t);
  const { context, clock } = server;
  const { token } = await signIn(server, user.id);
  for (let minutes = 10; minutes < 720; minutes += 10) {
    clock.nowMs += 10 * MINUTE_MS;
    assert.ok(await findSession(context, token), `after ${minutes} minutes`);
  }
  clock.nowMs += 10 * MINUTE_MS;
  assert.equal(await findSession(context, token), undefined);
});

test('a session ends when it is not used for 15 minutes, where the configuration says so', async (t) => {
  const { server, user } = await withUser(t);
  const { context, clock, admin } = server;
  const { token } = await signIn(server, user.id);
  clock.nowMs += 15 * MINUTE_MS - 1;
  assert.ok(await findSession(context, token));
  clock.nowMs += 15 * MINUTE_MS - 1;
  assert.ok(await findSession(context, token), 'use was noted');
  clock.nowMs += 15 * MINUTE_MS;
  assert.equal(await findSession(context, token), undefined);
  assert.deepEqual((await admin.get(`/users/${user.id}/sessions`)).body, []);
  await admin.patch('/session_config', { use_inactivity_based_logout: false });
  assert.ok(await findSession(context, token));
});

test('a shorter life holds for the sessions there are, a longer one for new ones', async (t) => {
  const { server, user } = await withUser(t);
  const { context, clock, admin } = server;
  const { token } = await signIn(server, user.id);
  await admin.patch('/session_config', { session_minutes: 10 });
  await admin.patch('/session_config', { session_minutes: 43_200, use_inactivity_based_logout: false });
  const later = await signIn(server, user.id);
  clock.nowMs += 10 * MINUTE_MS - 1;
  assert.ok(await findSession(context, token));
  clock.nowMs += 1;
  assert.equal(await findSession(context, token), undefined);
  clock.nowMs += 29 * 24 * 60 * MINUTE_MS;
  assert.ok(await findSession(context, later.token));
});

test('a new sign-in ends the one before, where one is the limit', async (t) => {
  const { server, user } = await withUser(t);
  const first = await signIn(server, user.id);
  const mine = await signIn(server, '1');
  await server.admin.patch('/session_config', { unlimited_sessions_per_user: false });
  const second = await signIn(server, user.id);
  assert.equal(await findSession(server.context, first.token), undefined);
  assert.ok(await findSession(server.context, second.token));
  assert.ok(await findSession(server.context, mine.token));
});

test('a user has no more than a hundred sessions', async (t) => {
  const { server, user } = await withUser(t);
  const first = await signIn(server, user.id);
  for (let n = 0; n < 100; n++) await signIn(server, user.id);
  assert.equal((await idsOf(server, user.id)).length, 100);
  assert.equal(await findSession(server.context, first.token), undefined);
});

test('signing out ends one session; from elsewhere, all but one', async (t) => {
  const { server, user } = await withUser(t);
  const { context } = server;
  const [one, two, three] = [
    await signIn(server, user.id),
    await signIn(server, user.id),
    await signIn(server, user.id),
  ];
  const other = await signIn(server, '1');
  const ended = { id: one.id, userId: Number(user.id), source: '192.0.2.1' };
  await endSession(context, ended);
  await endSession(context, ended);
  assert.equal(await findSession(context, one.token), undefined);
  await endSession(context, { ...ended, id: other.id });
  assert.ok(await findSession(context, other.token), "another user's session is not this user's to end");
  const count = await context.database.transaction((tx) =>
    endSessionsOf(tx, Number(user.id), { except: three.id }),
  );
  assert.equal(count, 1);
  assert.equal(await findSession(context, two.token), undefined);
  assert.ok(await findSession(context, three.token));
  const events = await context.database.all(sql`SELECT 1 FROM audit_events WHERE action = 'end_session'`);
  assert.equal(events.length, 1);
});

test("a user's sessions are shown in full, to them and to who may see users", async (t) => {
  const { server, user } = await withUser(t);
  const { admin, as } = server;
  const { id } = await signIn(server, user.id, { sudoUserId: 1 });
  const url = `/users/${user.id}/sessions`;
  const expected = {
    can: {},
    id: String(id),
    ip_address: '192.0.2.1',
    browser: 'Firefox',
    operating_system: 'Linux',
    city: null,
    state: null,
    country: null,
    credentials_type: 'email',
    extended_at: null,
    extended_count: null,
    sudo_user_id: '1',
    created_at: '2026-11-24T12:00:00.000+00:00',
    expires_at: '2026-11-25T00:00:00.000+00:00',
    url: `http://localhost:80/api/4.0${url}/${id}`,
  };
  const { status, body } = await admin.get(url);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body[0]), Object.keys(expected));
  assert.deepEqual(body, [expected]);
  assert.deepEqual((await user.api.get(`${url}/${id}`)).body, expected);
  assert.deepEqual((await admin.get(`${url}/${id}?fields=id,browser`)).body, {
    id: String(id),
    browser: 'Firefox',
  });
  assert.deepEqual((await admin.get(`/users/${user.id}?fields=sessions`)).body, { sessions: [expected] });
  assert.deepEqual((await admin.get('/users?fields=id,sessions(id)')).body, [
    { id: '1', sessions: [] },
    { id: user.id, sessions: [{ id: String(id) }] },
  ]);
  assert.deepEqual((await user.api.get('/user')).body, (await user.api.get('/user')).body);
  assert.equal((await as(null).get(url)).status, 401);
  const refused = await user.api.get('/users/1/sessions');
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /see_users/);
});

test('a session is ended by its user or an administrator', async (t) => {
  const { server, user } = await withUser(t);
  const { admin, context } = server;
  const [one, two] = [await signIn(server, user.id), await signIn(server, user.id)];
  const mine = await signIn(server, '1');
  const url = `/users/${user.id}/sessions`;
  const done = await admin.delete(`${url}/${one.id}`);
  assert.deepEqual([done.status, done.body, done.headers['content-type']], [204, '', undefined]);
  assert.equal(await findSession(context, one.token), undefined);
  assert.equal((await user.api.delete(`${url}/${two.id}`)).status, 204);
  for (const id of [one.id, two.id, mine.id, 999, 0, -1, 'x', '1e3', '%20', '9'.repeat(40)]) {
    assert.equal((await admin.delete(`${url}/${id}`)).status, 404, String(id));
    assert.equal((await admin.get(`${url}/${id}`)).status, 404, String(id));
  }
  assert.equal((await user.api.delete(`/users/1/sessions/${mine.id}`)).status, 403);
  assert.equal((await admin.get('/users/999/sessions')).status, 404);
  const manager = await server.userWithRoles('User');
  await context.database.transaction(async (tx) => {
    await tx.run(sql`UPDATE permission_sets SET permissions = 'see_names manage_users' WHERE id = 4`);
  });
  assert.equal((await manager.api.delete(`/users/1/sessions/${mine.id}`)).status, 403, 'not of higher rank');
  assert.ok(await findSession(context, mine.token));
});

test('a new server keeps people signed in for twelve hours', async (t) => {
  const { admin } = await startInProcess(t);
  const { status, body } = await admin.get('/session_config');
  assert.equal(status, 200);
  const expected = {
    can: { show: true, update: true },
    allow_persistent_sessions: false,
    session_minutes: 720,
    unlimited_sessions_per_user: true,
    use_inactivity_based_logout: true,
    track_session_location: false,
  };
  assert.deepEqual(body, expected);
  assert.deepEqual(Object.keys(body), Object.keys(expected));
});

test('only what is sent of the configuration changes, within its bounds', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const changed = await admin.patch('/session_config', {
    allow_persistent_sessions: true,
    can: 7,
    other: [],
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.body.allow_persistent_sessions, true);
  assert.equal(changed.body.session_minutes, 720);
  assert.deepEqual((await admin.patch('/session_config', changed.body)).body, changed.body);
  for (const session_minutes of [4, 43_201, 0, -5, 7.5, '60', null, [60], true]) {
    const { status, body } = await admin.patch('/session_config', { session_minutes });
    assert.equal(status, 422, JSON.stringify(session_minutes));
    assert.deepEqual([body.errors[0].field, body.errors[0].code], ['session_minutes', 'invalid']);
  }
  for (const bound of [5, 43_200]) {
    assert.equal((await admin.patch('/session_config', { session_minutes: bound })).status, 200);
  }
  for (const name of ['unlimited_sessions_per_user', 'track_session_location']) {
    assert.equal((await admin.patch('/session_config', { [name]: 'yes' })).status, 422);
    assert.equal((await admin.patch('/session_config', { [name]: null })).status, 422);
  }
  const { api } = await userWithRoles('Support');
  assert.equal((await api.get('/session_config')).status, 403);
  const refused = await api.patch('/session_config', { session_minutes: 60 });
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /administer/);
});
