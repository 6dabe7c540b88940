import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../test/contract/is-error.ts';
import { startInProcess } from '../../test/harness.ts';

test('a user is made by an id of another application, and found by it', async (t) => {
  const { admin, clock } = await startInProcess(t);
  const { status, body } = await admin.post('/users/embed_user', { external_user_id: 'Ext-7 ñ' });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), [
    'can',
    'id',
    'first_name',
    'last_name',
    'display_name',
    'avatar_url',
    'url',
  ]);
  const [credential, ...more] = (await admin.get(`/users/${body.id}/credentials_embed`)).body;
  assert.deepEqual(more, []);
  assert.deepEqual(credential, {
    can: {},
    created_at: new Date(clock.nowMs).toISOString().replace('Z', '+00:00'),
    external_group_id: null,
    external_user_id: 'Ext-7 ñ',
    id: credential.id,
    is_disabled: false,
    logged_in_at: null,
    type: 'embed',
    url: credential.url,
  });
  const path = `/users/${body.id}/credentials_embed/${credential.id}`;
  assert.ok(credential.url.endsWith(`/api/4.0${path}`));
  assert.deepEqual((await admin.get(path)).body, credential);
  const user = (await admin.get(`/users/${body.id}`)).body;
  assert.deepEqual(user.credentials_embed, [credential]);
  assert.deepEqual((await admin.get('/users/credential/embed/Ext-7%20%C3%B1')).body, user);
  isError(await admin.get('/users/credential/embed/ext-7%20%C3%B1'), 404, 'Not found');

  const ids = async (flag: boolean) =>
    (await admin.get(`/users/search?embed_user=${flag}`)).body.map(({ id }: { id: string }) => id);
  assert.deepEqual(await ids(true), [body.id]);
  assert.deepEqual(await ids(false), ['1']);

  assert.equal((await admin.delete(path)).status, 204);
  isError(await admin.delete(path), 404, 'Not found');
  isError(await admin.get(path), 404, 'Not found');
  assert.deepEqual((await admin.get(`/users/${body.id}/credentials_embed`)).body, []);
  assert.deepEqual(await ids(true), []);
});

test('an id of another application belongs to one user, and nothing is half-made', async (t) => {
  const { admin } = await startInProcess(t);
  await admin.post('/users/embed_user', { external_user_id: 'a' });
  const before = (await admin.get('/users?fields=id')).body.length;
  const again = await admin.post('/users/embed_user', { external_user_id: 'a' });
  isError(again, 422, 'Validation Failed');
  assert.deepEqual(again.body.errors[0].code, 'already_exists');
  for (const body of [undefined, {}, { external_user_id: null }, { external_user_id: 7 }]) {
    isError(await admin.post('/users/embed_user', body), 422, 'Validation Failed');
  }
  for (const external_user_id of ['', ' ', 'a\n', 'x'.repeat(256)]) {
    isError(await admin.post('/users/embed_user', { external_user_id }), 422, 'Validation Failed');
  }
  assert.equal((await admin.get('/users?fields=id')).body.length, before);
});

test('ids in other applications are changed by who manages users', async (t) => {
  const { admin, userWithRoles, as } = await startInProcess(t);
  const { id } = (await admin.post('/users/embed_user', { external_user_id: 'a' })).body;
  const [{ id: credentialId }] = (await admin.get(`/users/${id}/credentials_embed`)).body;
  const support = await userWithRoles('Support');
  const plain = await userWithRoles();
  const path = `/users/${id}/credentials_embed`;
  isError(await plain.api.get(path), 403, /see_users/);
  isError(await plain.api.get('/users/credential/embed/a'), 403, /see_users/);
  assert.deepEqual((await plain.api.get(`/users/${plain.id}/credentials_embed`)).body, []);
  assert.equal((await support.api.get(path)).body.length, 1);
  isError(await support.api.delete(`${path}/${credentialId}`), 403, /manage_users/);
  isError(await support.api.post('/users/embed_user', { external_user_id: 'b' }), 403, /manage_users/);
  isError(await admin.get(`/users/1/credentials_embed/${credentialId}`), 404, 'Not found');
  isError(await admin.get(`${path}/x`), 404, 'Not found');
  isError(await admin.get('/users/999/credentials_embed'), 404, 'Not found');
  isError(await as(null).get(path), 401, 'Requires authentication.');
});
