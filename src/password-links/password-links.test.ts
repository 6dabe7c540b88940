import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../test/contract/is-error.ts';
import { startInProcess } from '../../test/harness.ts';
import { browser, hashOf, newLink, PASSWORD, withUser } from '../../test/password-links.ts';
import { verifyPassword } from '../core/passwords.ts';
import { sql } from '../store/sql.ts';

test('a new user gets a link to set up the account, and one with a password gets a link to reset it', async (t) => {
  const { admin, path, choose, open } = await withUser(t);
  const first = await admin.post(`${path}/password_reset`);
  assert.equal(first.status, 200);
  assert.equal(first.headers['cache-control'], 'no-store');
  assert.match(first.body.password_reset_url, /^http:\/\/[^/]+\/password\/reset\/[0-9A-Za-z]{40}$/);
  assert.equal(
    first.body.account_setup_url,
    first.body.password_reset_url.replace('password/reset', 'account/setup'),
  );
  const shown = (await admin.get(path)).body;
  assert.deepEqual([shown.password_reset_url, shown.account_setup_url], [null, null], 'shown once');
  assert.equal(shown.is_disabled, true);

  const form = await open(first.body.account_setup_url);
  assert.equal(form.statusCode, 200);
  assert.match(form.payload, /<h1>Set up your account<\/h1>/);
  assert.match(form.payload, /value="ada@example.com" readonly autocomplete="username"/);
  const done = await choose(first.body.account_setup_url);
  assert.equal(done.statusCode, 200);
  assert.match(done.payload, /Your password is saved/);
  assert.equal(done.headers['set-cookie'], undefined, 'nobody is signed in by it');
  assert.equal((await admin.get(path)).body.is_disabled, false);

  const second = (await admin.post(`${path}/password_reset`)).body;
  assert.match(second.password_reset_url, /\/password\/reset\//);
  assert.equal(second.account_setup_url, null);
  assert.match((await open(second.password_reset_url)).payload, /<h1>Choose a new password<\/h1>/);
});

test('a link sets the password once, and ends with it', async (t) => {
  const server = await withUser(t);
  const url = await newLink(server, server.id);
  for (let n = 0; n < 3; n++)
    assert.equal((await server.open(url)).statusCode, 200, 'looking uses nothing up');
  assert.equal((await server.choose(url)).statusCode, 200);
  assert.equal(await verifyPassword(PASSWORD, await hashOf(server, server.id)), true);
  const again = await server.choose(url, 'another fine password');
  assert.equal(again.statusCode, 404);
  assert.match(again.payload, /This link does not work/);
  assert.equal((await server.open(url)).statusCode, 404);
  assert.equal(await verifyPassword(PASSWORD, await hashOf(server, server.id)), true);
});

test('of all who use a link at the same instant one succeeds', async (t) => {
  const server = await withUser(t);
  const url = await newLink(server, server.id);
  const passwords = Array.from({ length: 12 }, (_, n) => `a password for racer ${n}`);
  const answers = await Promise.all(passwords.map((password) => server.choose(url, password)));
  const winners = passwords.filter((_, n) => answers[n]?.statusCode === 200);
  assert.equal(winners.length, 1);
  assert.deepEqual(new Set(answers.map(({ statusCode }) => statusCode)), new Set([200, 404]));
  assert.equal(await verifyPassword(String(winners[0]), await hashOf(server, server.id)), true);
});

test('every link that is not good looks the same', async (t) => {
  const server = await withUser(t);
  const { admin, id, path, clock, open, choose } = server;
  const unknown = (await open(`/password/reset/${'A'.repeat(40)}`)).payload;
  assert.match(unknown, /This link does not work/);
  const same = async (why: string, url: string) => {
    const strip = (page: string) => page.replaceAll(/\/password\/reset\/[^"?]*/g, 'PATH');
    for (const { statusCode, payload } of [await open(url), await choose(url)]) {
      assert.deepEqual([statusCode, strip(payload)], [404, strip(unknown)], why);
    }
  };
  for (const [why, token] of [
    ['empty', ''],
    ['short', 'abc'],
    ['long', 'A'.repeat(41)],
    ['very long', 'A'.repeat(3_000)],
    ['with more', `${'A'.repeat(40)}/x`],
    ['encoded', '%00%0a'],
    ['SQL', "'%20OR%201=1--"],
  ] as const) {
    await same(why, `/password/reset/${token}`);
  }
  const replaced = await newLink(server, id);
  const newest = await newLink(server, id);
  await same('replaced', replaced);
  assert.equal((await open(newest)).statusCode, 200);
  const oldAddress = await newLink(server, id);
  await admin.patch(path, { email: 'ADA@example.com' });
  assert.equal((await open(oldAddress)).statusCode, 200, 'the same address, written otherwise');
  await admin.patch(path, { email: 'eve@example.com' });
  await same('for an address the user no longer has', oldAddress);
  const disabled = await newLink(server, id);
  await admin.patch(`/users/${id}`, { is_disabled: true });
  await same('of a disabled user', disabled);
  await same('made while disabled', await newLink(server, id));
  await admin.patch(`/users/${id}`, { is_disabled: false });
  await same('from before the user was disabled', disabled);
  const gone = await newLink(server, id);
  await admin.delete(path);
  await same('of a deleted credential', gone);
  await admin.post(path, { email: 'ada@example.com' });
  const last = await newLink(server, id);
  clock.nowMs += 60 * 60_000 - 1;
  assert.equal((await open(last)).statusCode, 200);
  clock.nowMs += 1;
  await same('expired', last);
});

test('a link without expiry stays until it is used', async (t) => {
  const server = await withUser(t);
  const url = await newLink(server, server.id, '?expires=false');
  isError(await server.admin.post(`${server.path}/password_reset?expires=maybe`), 400, /expires/);
  server.clock.nowMs += 10 * 365 * 24 * 3_600_000;
  assert.equal((await server.choose(url)).statusCode, 200);
  assert.equal((await server.choose(url)).statusCode, 404);
});

test('a reset ends everything the user is signed in with, and leaves the second factor (CVE-2026-128333 of listmonk, Lemmy 3715, CVE-2026-18963 of Keycloak, GitLab 31308, Drupal TFA 2930355, CVE-2024-27928 of vantage6)', async (t) => {
  const server = await startInProcess(t);
  const { admin, context } = server;
  const { id, api } = await server.userWithRoles('Support');
  await admin.post(`/users/${id}/credentials_email`, { email: 'ada@example.com' });
  await admin.patch(`/users/${id}/credentials_email`, { forced_password_reset_at_next_login: true });
  await admin.post(`/users/${id}/credentials_totp`);
  const before = (await admin.get(`/users/${id}/credentials_totp`)).body;
  await context.database.transaction((tx) =>
    tx.run(sql`
      INSERT INTO sessions (digest, user_id, credentials_type, ip, created_at, last_used_at, expires_at)
      VALUES (${new Uint8Array(32)}, ${Number(id)}, 'email', '192.0.2.1', 0, 0, ${Number.MAX_SAFE_INTEGER})`),
  );
  const url = await newLink(server, id);
  assert.equal((await api.get('/user')).status, 200, 'asking for a link ends nothing');
  const done = await browser(server).choose(url);
  assert.equal(done.statusCode, 200);
  isError(await api.get('/user'), 401, 'Requires authentication.');
  assert.deepEqual(await context.database.all(sql`SELECT id FROM sessions`), []);
  assert.deepEqual((await admin.get(`/users/${id}/credentials_totp`)).body, before);
  assert.equal(
    (await admin.get(`/users/${id}/credentials_email`)).body.forced_password_reset_at_next_login,
    false,
  );
  const events = await context.database.all<{ action: string; source: string | null }>(
    sql`SELECT action, source FROM audit_events WHERE target_user_id = ${Number(id)} ORDER BY id DESC LIMIT 2`,
  );
  assert.deepEqual(
    events.map(({ action, source }) => [action, source]),
    [
      ['set_first_password', '127.0.0.1'],
      ['create_password_link', '127.0.0.1'],
    ],
  );
});

test('nothing of a link is kept but its digest', async (t) => {
  const server = await withUser(t);
  const url = await newLink(server, server.id);
  const rows = await server.context.database.all<{ digest: Uint8Array }>(sql`SELECT * FROM password_links`);
  const token = url.slice(-40);
  assert.equal(rows.length, 1);
  assert.doesNotMatch(JSON.stringify(rows), new RegExp(token));
  assert.equal(Buffer.from(rows[0]?.digest ?? []).includes(token), false);
});

test('a link is made by who manages users, for users of no higher rank', async (t) => {
  const server = await withUser(t);
  const { admin, id, path, as } = server;
  const support = await server.userWithRoles('Support');
  const plain = await server.userWithRoles();
  await admin.post(`/users/${plain.id}/credentials_email`, { email: 'plain@example.com' });
  for (const name of ['password_reset', 'send_password_reset']) {
    isError(await support.api.post(`${path}/${name}`), 403, /manage_users/);
    isError(await plain.api.post(`/users/${plain.id}/credentials_email/${name}`), 403, /manage_users/);
    isError(await as(null).post(`${path}/${name}`), 401, 'Requires authentication.');
    isError(await admin.post(`/users/999/credentials_email/${name}`), 404, 'Not found');
    isError(await admin.post(`/users/x/credentials_email/${name}`), 404, 'Not found');
    isError(await admin.post(`/users/${support.id}/credentials_email/${name}`), 404, 'Not found');
  }
  const set = await admin.post('/permission_sets', {
    name: 'Desk',
    permissions: ['see_users', 'manage_users'],
  });
  assert.equal((await admin.post('/roles', { name: 'Desk', permission_set_id: set.body.id })).status, 200);
  const desk = await server.userWithRoles('Desk');
  for (const name of ['password_reset', 'send_password_reset']) {
    isError(
      await desk.api.post(`/users/1/credentials_email/${name}`),
      403,
      /permissions that you do not have/,
    );
    assert.equal((await desk.api.post(`${path}/${name}`)).status, 200);
  }
  const mayShow = async (userId: string) =>
    (await desk.api.get(`/users/${userId}`)).body.credentials_email.can.show_password_reset_url;
  assert.deepEqual([await mayShow(id), await mayShow('1')], [true, false]);
  const listed = (await desk.api.get('/credentials_email/search?sorts=id')).body;
  assert.deepEqual(
    listed.map((one: { can: object }) => one.can),
    [
      { show_password_reset_url: false },
      { show_password_reset_url: true },
      { show_password_reset_url: true },
    ],
  );
});
