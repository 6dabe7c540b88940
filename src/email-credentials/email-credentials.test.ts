import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../test/contract/is-error.ts';
import { type Answer, startInProcess, type TestServer } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const userOf = async ({ admin }: TestServer, body: object = {}): Promise<string> =>
  (await admin.post('/users', body)).body.id;

async function userWithEmail(server: TestServer, email: string, body: object = {}): Promise<string> {
  const id = await userOf(server, body);
  assert.equal((await server.admin.post(`/users/${id}/credentials_email`, { email })).status, 200);
  return id;
}

function isFault(answer: Answer, field: string, code: string) {
  isError(answer, 422, 'Validation Failed');
  assert.deepEqual(
    answer.body.errors.map((fault: Record<string, string>) => [fault.field, fault.code]),
    [[field, code]],
  );
}

test('a user is given an e-mail address, and it is shown as it was written', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const id = await userOf(server);
  const path = `/users/${id}/credentials_email`;
  isError(await admin.get(path), 404, 'Not found');
  const { status, body } = await admin.post(path, { email: 'Ada.Lovelace@Example.COM', extra: 1, type: 7 });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    can: { show_password_reset_url: true },
    created_at: '2026-11-24T12:00:00.000+00:00',
    email: 'Ada.Lovelace@Example.COM',
    forced_password_reset_at_next_login: false,
    user_id: id,
    is_disabled: true,
    logged_in_at: null,
    password_reset_url: null,
    account_setup_url: null,
    type: 'email',
    url: body.url,
    user_url: body.user_url,
  });
  assert.match(body.url, new RegExp(`^http://[^/]+/api/4\\.0/users/${id}/credentials_email$`));
  assert.match(body.user_url, new RegExp(`^http://[^/]+/api/4\\.0/users/${id}$`));
  assert.deepEqual((await admin.get(path)).body, body);
  const user = (await admin.get(`/users/${id}`)).body;
  assert.equal(user.email, 'Ada.Lovelace@Example.COM');
  assert.deepEqual(user.credentials_email, body);
  assert.deepEqual((await admin.get(`${path}?fields=email,type`)).body, {
    email: 'Ada.Lovelace@Example.COM',
    type: 'email',
  });
});

test('a second e-mail credential is 409, and an address belongs to one user in any letter case', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const ada = await userWithEmail(server, 'Ada@example.com');
  isError(
    await admin.post(`/users/${ada}/credentials_email`, { email: 'other@example.com' }),
    409,
    new RegExp(`User ${ada} already has an e-mail credential`),
  );
  const bob = await userOf(server);
  for (const email of ['Ada@example.com', 'aDA@EXAMPLE.com']) {
    isFault(await admin.post(`/users/${bob}/credentials_email`, { email }), 'email', 'already_exists');
  }
  isError(await admin.get(`/users/${bob}/credentials_email`), 404, 'Not found');
  await admin.post(`/users/${bob}/credentials_email`, { email: 'bob@example.com' });
  isFault(
    await admin.patch(`/users/${bob}/credentials_email`, { email: 'ADA@example.com' }),
    'email',
    'already_exists',
  );
  assert.equal((await admin.get(`/users/${bob}/credentials_email`)).body.email, 'bob@example.com');
  const own = await admin.patch(`/users/${ada}/credentials_email`, { email: 'ADA@Example.com' });
  assert.equal(own.body.email, 'ADA@Example.com');
});

test('what is no e-mail address is refused, and nothing is kept', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const id = await userOf(server);
  const path = `/users/${id}/credentials_email`;
  for (const body of [undefined, {}, { email: null }])
    isFault(await admin.post(path, body), 'email', 'missing_field');
  const wrong = [
    '',
    'ada',
    '@',
    'ada@',
    '@example.com',
    'ada@b@c',
    ' ada@example.com',
    'ada@example.com ',
    'ada lovelace@example.com',
    'Ada <ada@example.com>',
    'ada@example.com,bob@example.com',
    'ada@example.com;bob@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com\u0000',
    'ada\u202e@example.com',
    'ada..l@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'ada@.example.com',
    'ada@example.com.',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'e'.repeat(250)}.com`,
    'x'.repeat(60_000),
    7,
    true,
    ['ada@example.com'],
    { a: 1 },
  ];
  for (const email of wrong) isFault(await admin.post(path, { email }), 'email', 'invalid');
  isError(await admin.get(path), 404, 'Not found');
  for (const email of ["o'hara+x@example.com", 'josé@ejemplo.es', 'a@localhost', '用户@例子.公司']) {
    const other = await userOf(server);
    assert.equal((await admin.post(`/users/${other}/credentials_email`, { email })).body.email, email);
  }
});

test('what is sent of an e-mail credential changes, and no more', async (t) => {
  const server = await startInProcess(t);
  const { admin, clock } = server;
  const id = await userWithEmail(server, 'ada@example.com');
  const path = `/users/${id}/credentials_email`;
  const before = (await admin.get(path)).body;
  clock.nowMs += 60_000;
  assert.deepEqual((await admin.patch(path, {})).body, before);
  assert.deepEqual((await admin.patch(path, before)).body, before, 'sent back as it was read');
  const forced = (await admin.patch(path, { forced_password_reset_at_next_login: true })).body;
  assert.deepEqual(forced, { ...before, forced_password_reset_at_next_login: true });
  const moved = (await admin.patch(path, { email: 'countess@example.com', user_id: '1' })).body;
  assert.deepEqual(moved, { ...forced, email: 'countess@example.com' });
  assert.equal((await admin.get(`/users/${id}`)).body.email, 'countess@example.com');
  await admin.patch(path, { forced_password_reset_at_next_login: false });
  assert.equal((await admin.get(path)).body.forced_password_reset_at_next_login, false);
  isFault(await admin.patch(path, { email: null }), 'email', 'missing_field');
  isFault(await admin.patch(path, { email: 'nonsense' }), 'email', 'invalid');
  isFault(
    await admin.patch(path, { forced_password_reset_at_next_login: 'yes' }),
    'forced_password_reset_at_next_login',
    'invalid',
  );
});

test('an e-mail credential is deleted, and the address is free', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const id = await userWithEmail(server, 'ada@example.com');
  const { status, body } = await admin.delete(`/users/${id}/credentials_email`);
  assert.deepEqual([status, body], [204, '']);
  isError(await admin.delete(`/users/${id}/credentials_email`), 404, 'Not found');
  isError(await admin.patch(`/users/${id}/credentials_email`, { email: 'a@b.c' }), 404, 'Not found');
  const user = (await admin.get(`/users/${id}`)).body;
  assert.deepEqual([user.email, user.credentials_email], [null, null]);
  await userWithEmail(server, 'ADA@example.com');
});

test('an e-mail credential can be made for a disabled user without a name', async (t) => {
  const server = await startInProcess(t);
  const id = await userWithEmail(server, 'ada@example.com', { is_disabled: true });
  assert.equal((await server.admin.get(`/users/${id}/credentials_email`)).body.is_disabled, true);
});

test('e-mail credentials are searched', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const ada = await userWithEmail(server, 'Ada@example.com');
  const bob = await userWithEmail(server, 'bob@example.org');
  const found = async (query: string) => {
    const { status, body } = await admin.get(`/credentials_email/search?fields=user_id&${query}`);
    assert.equal(status, 200);
    return body.map(({ user_id }: { user_id: string }) => user_id);
  };
  assert.deepEqual(await found(''), ['1', ada, bob]);
  assert.deepEqual(await found('email=ADA@EXAMPLE.COM'), [ada]);
  assert.deepEqual(await found('email=ada'), []);
  assert.deepEqual(await found('email=%25example.com'), ['1', ada]);
  assert.deepEqual(await found('email=NOT%20NULL'), ['1', ada, bob]);
  assert.deepEqual(await found('email=IS%20NULL'), []);
  assert.deepEqual(await found(`id=${ada},${bob}`), [ada, bob]);
  assert.deepEqual(await found('id=x,0,-1'), []);
  assert.deepEqual(await found('emails=ada@example.com,%20BOB@example.org,nobody@x.y,'), [ada, bob]);
  assert.deepEqual(await found(`id=${ada}&emails=bob@example.org`), []);
  assert.deepEqual(await found(`id=${ada}&emails=bob@example.org&filter_or=true`), [ada, bob]);
  assert.deepEqual(await found('sorts=email%20desc'), [bob, '1', ada]);
  assert.deepEqual(await found('limit=1&offset=1'), [ada]);
  assert.deepEqual(await found('limit=1&offset=99'), []);
  assert.deepEqual(await found(`emails=${Array.from({ length: 300 }, (_, n) => `u${n}@x.y`)}`), []);
  const full = (await admin.get(`/credentials_email/search?id=${ada}`)).body[0];
  assert.deepEqual(full, (await admin.get(`/users/${ada}/credentials_email`)).body);
  isError(await admin.get('/credentials_email/search?sorts=password_hash'), 400, /cannot sort by/);
  isError(await admin.get(`/credentials_email/search?email=${'x'.repeat(256)}`), 400, /255/);
});

test('a disabled user has their addresses replaced, an enabled one has not', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const id = await userWithEmail(server, 'ada@example.com');
  const path = `/users/${id}/update_emails`;
  isFault(await admin.post(path, { email: 'gone@example.com' }), 'is_disabled', 'invalid');
  await admin.patch(`/users/${id}`, { is_disabled: true });
  isFault(await admin.post(path, {}), 'email', 'missing_field');
  isFault(await admin.post(path, { email: 'gone' }), 'email', 'invalid');
  isFault(await admin.post(path, { email: 'ADMIN@example.com' }), 'email', 'already_exists');
  const { status, body } = await admin.post(path, { email: 'gone@example.com' });
  assert.equal(status, 200);
  assert.deepEqual([body.id, body.email, body.is_disabled], [id, 'gone@example.com', true]);
  await userWithEmail(server, 'ada@example.com');
  const none = await userOf(server, { is_disabled: true });
  isError(await admin.post(`/users/${none}/update_emails`, { email: 'x@y.z' }), 404, 'Not found');
});

test('who may not manage users changes no address, not even their own', async (t) => {
  const server = await startInProcess(t);
  const support = await server.userWithRoles('Support');
  const plain = await server.userWithRoles();
  await server.admin.post(`/users/${plain.id}/credentials_email`, { email: 'plain@example.com' });
  const own = `/users/${plain.id}/credentials_email`;
  assert.equal((await plain.api.get(own)).status, 200);
  assert.equal((await plain.api.get(own)).body.can.show_password_reset_url, false);
  for (const { api } of [support, plain]) {
    isError(await api.patch(own, { email: 'eve@example.com' }), 403, /manage_users/);
    isError(await api.delete(own), 403, /manage_users/);
    isError(await api.post(own, { email: 'eve@example.com' }), 403, /manage_users/);
    isError(await api.post(`/users/${plain.id}/update_emails`, { email: 'e@x.y' }), 403, /manage_users/);
  }
  isError(await plain.api.get('/credentials_email/search'), 403, /see_users/);
  isError(await plain.api.get('/users/1/credentials_email'), 403, /see_users/);
  assert.equal((await support.api.get('/credentials_email/search')).body.length, 2);
  isError(await server.admin.get('/users/999/credentials_email'), 404, 'Not found');
  isError(await server.admin.get('/users/x/credentials_email'), 404, 'Not found');
  isError(await server.admin.post('/users/999/credentials_email', { email: 'a@b.c' }), 404, 'Not found');
  isError(await server.as(null).get(own), 401, 'Requires authentication.');
});

test('each change of an address is recorded with who made it', async (t) => {
  const server = await startInProcess(t);
  const id = await userWithEmail(server, 'ada@example.com');
  await server.admin.patch(`/users/${id}/credentials_email`, { email: 'b@example.com' });
  await server.admin.delete(`/users/${id}/credentials_email`);
  const events = await server.context.database.all<{ action: string }>(
    sql`SELECT action FROM audit_events WHERE target_user_id = ${Number(id)} AND actor_id = 1 ORDER BY id`,
  );
  assert.deepEqual(
    events.map(({ action }) => action),
    ['create_user', 'create_email', 'update_email', 'delete_email'],
  );
});
