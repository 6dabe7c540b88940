import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../contract/is-error.ts';
import { startInProcess } from '../harness.ts';

test('an API key shows its secret once, works, and ends with its tokens', async (t) => {
  const { admin, as, userWithRoles } = await startInProcess(t);
  const { id } = await userWithRoles('User');
  const path = `/users/${id}/credentials_api3`;
  assert.deepEqual((await admin.get(path)).body, []);
  const made = await admin.post(path);
  assert.equal(made.status, 200);
  assert.equal(made.headers['cache-control'], 'no-store');
  const { client_secret, ...shown } = made.body;
  assert.match(shown.client_id, /^[A-Za-z0-9]{20}$/);
  assert.match(client_secret, /^[A-Za-z0-9]{24,}$/);
  assert.match(shown.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  assert.deepEqual([shown.type, shown.is_disabled, shown.can], ['api3', false, {}]);
  assert.deepEqual((await admin.get(path)).body, [shown]);
  assert.deepEqual((await admin.get(`${path}/${shown.id}`)).body, shown);
  assert.deepEqual((await admin.get(`/users/${id}`)).body.credentials_api3, [shown]);
  assert.deepEqual((await admin.get(`${path}?fields=id`)).body, [{ id: shown.id }]);

  const key = `client_id=${shown.client_id}&client_secret=${client_secret}`;
  const api = as((await as(null).post(`/login?${key}`)).body.access_token);
  assert.equal((await api.get('/user')).body.id, id);
  assert.deepEqual((await api.get(path)).body, [shown]);

  isError(await admin.get(`/users/1/credentials_api3/${shown.id}`), 404, 'Not found');
  isError(await admin.delete(`/users/1/credentials_api3/${shown.id}`), 404, 'Not found');
  const { status, headers, body } = await admin.delete(`${path}/${shown.id}`);
  assert.deepEqual([status, headers['content-type'], body], [204, undefined, '']);
  isError(await api.get('/user'), 401, 'Requires authentication.');
  isError(await as(null).post(`/login?${key}`), 404, 'Not found');
  isError(await admin.delete(`${path}/${shown.id}`), 404, 'Not found');
});

test('the secret may be left out of the answer that makes a key', async (t) => {
  const { admin } = await startInProcess(t);
  const { body } = await admin.post('/users/1/credentials_api3?fields=id,client_id');
  assert.deepEqual(Object.keys(body).toSorted(), ['client_id', 'id']);
});

test('no such user is 404; no permission is 403', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  for (const answer of [
    await admin.get('/users/999999/credentials_api3'),
    await admin.post('/users/999999/credentials_api3'),
    await admin.get('/users/1/credentials_api3/999999'),
  ]) {
    isError(answer, 404, 'Not found');
  }
  const { id, api } = await userWithRoles('User');
  isError(await api.get('/users/1/credentials_api3'), 403, /see_users/);
  isError(await api.post(`/users/${id}/credentials_api3`), 403, /manage_api_keys/);
  isError(await api.delete('/users/1/credentials_api3/1'), 403, /manage_api_keys/);
  isError(await api.get('/users/999999/credentials_api3'), 404, 'Not found');
});
