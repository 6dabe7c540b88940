import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../contract/is-error.ts';
import { make } from '../contract/make.ts';
import { startInProcess } from '../harness.ts';

test('a user has every key that clients read, with what is absent as null or []', async (t) => {
  const server = await startInProcess(t);
  const [id] = await make(server, 'Ada Lovelace');
  const { status, body } = await server.admin.get(`/users/${id}`);
  assert.equal(status, 200);
  const { avatar_url, avatar_url_without_sizing, url, can, ...rest } = body;
  assert.match(url, new RegExp(`^http://[^/]+/api/4\\.0/users/${id}$`));
  assert.match(avatar_url, /^http:\/\/[^/]+\/avatars\/AL\.svg\?s=156$/);
  assert.equal(avatar_url, `${avatar_url_without_sizing}?s=156`);
  assert.deepEqual(can, { show: true, index: true, show_details: true, index_details: true, sudo: true });
  for (const name of ['google', 'ldap', 'looker_openid', 'oidc', 'saml', 'totp', 'email']) {
    assert.equal(rest[`credentials_${name}`], null, name);
  }
  for (const name of ['credentials_api3', 'credentials_embed', 'looker_versions', 'role_ids', 'sessions']) {
    assert.deepEqual(rest[name], [], name);
  }
  assert.ok(Array.isArray(rest.group_ids));
  for (const name of ['email', 'locale', 'ui_state', 'home_folder_id', 'personal_folder_id']) {
    assert.equal(rest[name], null, name);
  }
  assert.equal(rest.id, id);
  assert.equal(rest.display_name, 'Ada Lovelace');
  assert.equal(rest.is_disabled, false);
});

test('me is the same twice, and shows the key without its secret', async (t) => {
  const { admin } = await startInProcess(t);
  const { body } = await admin.get('/user');
  assert.deepEqual((await admin.get('/user')).body, body);
  assert.equal(body.credentials_api3.length, 1);
  assert.deepEqual(Object.keys(body.credentials_api3[0]), [
    'can',
    'id',
    'client_id',
    'created_at',
    'is_disabled',
    'type',
    'url',
  ]);
  assert.equal(body.credentials_email.email, 'admin@example.com');
  assert.doesNotMatch(JSON.stringify(body), /secret|hash|digest/);
});

test('a user is made of nothing, and changed key by key', async (t) => {
  const { admin } = await startInProcess(t);
  const empty = (await admin.post('/users', {})).body;
  assert.deepEqual([empty.first_name, empty.last_name, empty.display_name], ['', '', null]);
  const path = `/users/${empty.id}`;
  const named = (await admin.patch(path, { first_name: 'Ada', locale: 'uk', ui_state: { a: 'b' } })).body;
  assert.deepEqual([named.first_name, named.last_name, named.display_name], ['Ada', '', null]);
  const whole = (await admin.patch(path, { last_name: 'Lovelace', models_dir_validated: true })).body;
  assert.equal(whole.display_name, 'Ada Lovelace');
  assert.deepEqual([whole.locale, whole.ui_state, whole.models_dir_validated], ['uk', { a: 'b' }, true]);
  assert.deepEqual((await admin.patch(path, {})).body, whole);
  const cleared = { first_name: null, last_name: null, locale: null, ui_state: null, home_folder_id: null };
  const { body } = await admin.patch(path, { ...cleared, models_dir_validated: null });
  assert.deepEqual([body.first_name, body.last_name, body.display_name], ['', '', null]);
  assert.deepEqual([body.locale, body.ui_state, body.models_dir_validated], [null, null, null]);
});

test('a whole user can be sent back as it was read, or made again from it', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const [id] = await make(server, 'Ada Lovelace');
  await admin.post(`/users/${id}/credentials_totp`);
  await admin.post(`/users/${id}/credentials_api3`);
  const read = (await admin.get(`/users/${id}`)).body;
  assert.deepEqual((await admin.patch(`/users/${id}`, read)).body, read);
  const admins = (await admin.get('/user')).body;
  assert.deepEqual((await admin.patch('/users/1', admins)).body, admins);
  const odd = {
    id: 7,
    can: 'x',
    email: [],
    credentials_email: 5,
    credentials_totp: [],
    role_ids: 'y',
    url: {},
  };
  assert.deepEqual((await admin.patch(`/users/${id}`, odd)).body, read);
  const copy = (await admin.post('/users', read)).body;
  assert.notEqual(copy.id, id);
  assert.equal(copy.display_name, 'Ada Lovelace');
  assert.equal(copy.credentials_totp, null);
});

test('a deleted user is gone with everything of theirs', async (t) => {
  const { admin, as, userWithRoles } = await startInProcess(t);
  const { id, token } = await userWithRoles('User');
  await admin.post(`/users/${id}/credentials_totp`);
  const { status, headers, body } = await admin.delete(`/users/${id}`);
  assert.deepEqual([status, headers['content-type'], body], [204, undefined, '']);
  isError(await as(token).get('/user'), 401, 'Requires authentication.');
  for (const path of ['', '/credentials_totp', '/credentials_api3', '/roles', '/recovery_codes']) {
    isError(await admin.get(`/users/${id}${path}`), 404, 'Not found');
  }
  isError(await admin.delete(`/users/${id}`), 404, 'Not found');
  isError(await admin.patch(`/users/${id}`, {}), 404, 'Not found');
  assert.notEqual((await admin.post('/users')).body.id, id, 'an id is never given to another');
});

test('nobody deletes or disables themselves or the last administrator', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  isError(await admin.delete('/users/1'), 403, 'You cannot delete yourself.');
  const self = await admin.patch('/users/1', { is_disabled: true, first_name: 'Changed' });
  isError(self, 422, 'Validation Failed');
  assert.equal(self.body.errors[0].field, 'is_disabled');
  assert.equal((await admin.get('/user')).body.first_name, 'Admin', 'nothing is half done');
  const { id, api } = await userWithRoles('Admin');
  assert.equal((await api.patch('/users/1', { is_disabled: true })).status, 200);
  isError(await admin.get('/user'), 401, 'Requires authentication.');
  isError(await api.put(`/users/${id}/roles`, []), 401, 'Requires authentication.');
});

test('who may not see users in full sees their names', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const { id, api } = await userWithRoles('User');
  const other = (await api.get('/users/1')).body;
  assert.deepEqual(Object.keys(other).toSorted(), [
    'avatar_url',
    'can',
    'display_name',
    'first_name',
    'id',
    'last_name',
    'url',
  ]);
  assert.equal((await api.get(`/users/${id}`)).body.is_disabled, false);
  const listed = (await api.get('/users?sorts=id')).body;
  assert.deepEqual(listed[0], other);
  assert.equal((await api.patch(`/users/${id}`, { first_name: 'Me' })).body.first_name, 'Me');
  isError(await api.patch('/users/1', { first_name: 'Not me' }), 403, /manage_users/);
  isError(await api.patch(`/users/${id}`, { is_disabled: true }), 422, 'Validation Failed');
  const { api: verifier } = await userWithRoles('Verifier');
  isError(await verifier.get('/users/1'), 404, 'Not found');
  assert.equal((await verifier.get('/users')).body.length, 1);
  assert.equal((await admin.get('/users')).body.length, 3);
});

test('every initial makes a picture that can be fetched', async (t) => {
  const { admin, app } = await startInProcess(t);
  for (const first_name of ['ada', 'ßtraße', 'ŉ', 'ﬁ', '😀', '<b>', '李', ' x', '', 'é', '..', '%']) {
    const { avatar_url } = (await admin.post('/users', { first_name, last_name: first_name })).body;
    const { statusCode, headers, payload } = await app.inject(new URL(avatar_url).pathname);
    assert.equal(statusCode, 200, avatar_url);
    assert.equal(headers['content-type'], 'image/svg+xml');
    assert.doesNotMatch(payload, /<b>/);
  }
});
