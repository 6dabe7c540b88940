import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { permissions } from '../core/permissions.ts';
import { withoutEffect } from './permission-names.ts';

const KEYS = ['can', 'all_access', 'built_in', 'id', 'name', 'permissions', 'url'];

/** Somebody who may change roles, see users, and nothing else. */
async function roleKeeper({ admin, userWithRoles }: TestServer) {
  const set = await admin.post('/permission_sets', {
    name: 'Keeping roles',
    permissions: ['manage_roles', 'see_users'],
  });
  await admin.post('/roles', { name: 'Role keeper', permission_set_id: set.body.id });
  return (await userWithRoles('Role keeper')).api;
}

test('the permissions there are can be listed', async (t) => {
  const { admin } = await startInProcess(t);
  const { status, body } = await admin.get('/permissions');
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body[0]), ['can', 'permission', 'parent', 'description']);
  assert.deepEqual(
    body.map((one: { permission: string }) => one.permission),
    Object.keys(permissions),
  );
});

test('a name that allows nothing never is the name of a permission', () => {
  assert.deepEqual(
    Object.keys(permissions).filter((name) => withoutEffect.has(name)),
    [],
  );
});

test('a permission set is created, read, changed and deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const made = await admin.post('/permission_sets', {
    name: 'Help desk',
    permissions: ['see_users', 'reset_two_factor', 'see_users'],
    built_in: 'ignored',
    id: 3,
    unknown: [],
  });
  assert.equal(made.status, 200);
  assert.deepEqual(Object.keys(made.body), KEYS);
  assert.deepEqual(made.body.permissions, ['see_users', 'reset_two_factor']);
  assert.deepEqual(made.body.can, { show: true, index: true, update: true });
  assert.equal(made.body.built_in, false);
  assert.equal(made.body.all_access, false);
  const path = `/permission_sets/${made.body.id}`;
  assert.ok(made.body.url.endsWith(`/api/4.0${path}`));
  assert.deepEqual((await admin.get(path)).body, made.body);

  const renamed = await admin.patch(path, { name: 'Service desk' });
  assert.equal(renamed.body.name, 'Service desk');
  assert.deepEqual(renamed.body.permissions, made.body.permissions, 'what is not sent stays');
  assert.deepEqual((await admin.patch(path, { permissions: ['see_audit'] })).body.permissions, ['see_audit']);
  assert.deepEqual((await admin.patch(path, { permissions: null })).body.permissions, []);
  assert.deepEqual((await admin.patch(path, renamed.body)).body, renamed.body, 'sent back as read');
  assert.equal((await admin.patch(path, {})).status, 200);

  const gone = await admin.delete(path);
  assert.equal(gone.status, 204);
  assert.equal(gone.headers['content-type'], undefined);
  for (const answer of [await admin.get(path), await admin.patch(path, {}), await admin.delete(path)]) {
    assert.equal(answer.status, 404);
  }
  for (const id of ['0', '-1', '1e3', 'x', '99999999999999999999']) {
    assert.equal((await admin.get(`/permission_sets/${id}`)).status, 404, id);
  }
});

test('the Admin set has every permission, and nothing changes a built-in set', async (t) => {
  const { admin } = await startInProcess(t);
  const { body } = await admin.get('/permission_sets');
  assert.deepEqual(
    body.map(({ name, built_in, all_access }: Record<string, unknown>) => [name, built_in, all_access]),
    [
      ['Admin', true, true],
      ['Support', true, false],
      ['Verifier', true, false],
      ['User', true, false],
    ],
  );
  assert.deepEqual(body[0].permissions, Object.keys(permissions));
  assert.equal(body[0].can.update, false);
  for (const { id } of body) {
    assert.equal((await admin.patch(`/permission_sets/${id}`, { permissions: [] })).status, 405);
    assert.equal((await admin.delete(`/permission_sets/${id}`)).status, 405);
  }
  assert.deepEqual((await admin.get('/permission_sets')).body, body);
});

test('names that only Looker knows are kept and allow nothing', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const names = ['access_data', 'see_looks', 'sudo', 'verify_two_factor'];
  const set = await admin.post('/permission_sets', { name: 'From a script', permissions: names });
  assert.deepEqual(set.body.permissions, names);
  await admin.post('/roles', { name: 'Scripted', permission_set_id: set.body.id });
  const { api, id } = await userWithRoles('Scripted');
  assert.equal((await api.post(`/login/${id}`)).status, 403);
  assert.equal((await api.post(`/users/${id}/credentials_totp/verify`, { code: '123456' })).status, 404);
});

test('what is no permission is refused by name', async (t) => {
  const { admin } = await startInProcess(t);
  const path = `/permission_sets/${(await admin.post('/permission_sets', { name: 'Mine' })).body.id}`;
  for (const bad of [
    'see_user',
    '*',
    'see_users reset_two_factor',
    'constructor',
    '__proto__',
    '',
    'SEE_USERS',
  ]) {
    for (const answer of [
      await admin.post('/permission_sets', { name: 'Other', permissions: ['see_users', bad] }),
      await admin.patch(path, { permissions: [bad] }),
    ]) {
      assert.equal(answer.status, 422, bad);
      assert.equal(answer.body.message, 'Validation Failed');
      assert.equal(answer.body.errors[0].field, 'permissions');
      assert.ok(answer.body.errors[0].message.includes(`'${bad}'`));
    }
  }
  assert.deepEqual((await admin.get(path)).body.permissions, []);
});

test('a body that says nothing sensible is refused', async (t) => {
  const { admin } = await startInProcess(t);
  const refused: [unknown, string, string][] = [
    [{}, 'name', 'missing_field'],
    [{ name: null }, 'name', 'missing_field'],
    [{ name: '  ' }, 'name', 'invalid'],
    [{ name: 7 }, 'name', 'invalid'],
    [{ name: 'a\u0000b' }, 'name', 'invalid'],
    [{ name: 'x'.repeat(256) }, 'name', 'invalid'],
    [{ name: 'x', permissions: 'see_users' }, 'permissions', 'invalid'],
    [{ name: 'x', permissions: [7] }, 'permissions.0', 'invalid'],
    [{ name: 'x', permissions: ['y'.repeat(65)] }, 'permissions.0', 'invalid'],
    [{ name: 'x', permissions: Array(501).fill('see_users') }, 'permissions', 'invalid'],
    [[], 'body', 'invalid'],
  ];
  for (const [body, field, code] of refused) {
    const answer = await admin.post('/permission_sets', body);
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 80));
    assert.equal(answer.body.errors[0].field, field);
    assert.equal(answer.body.errors[0].code, code);
  }
});

test('two permission sets never have one name', async (t) => {
  const { admin } = await startInProcess(t);
  const made = await admin.post('/permission_sets', { name: 'Über' });
  const again = await admin.post('/permission_sets', { name: 'über' });
  assert.equal(again.status, 409);
  assert.match(again.body.message, /already a permission set named 'über'/);
  const other = await admin.post('/permission_sets', { name: 'Other' });
  const renamed = await admin.patch(`/permission_sets/${other.body.id}`, { name: 'ADMIN' });
  assert.equal(renamed.status, 422);
  assert.equal(renamed.body.errors[0].code, 'already_exists');
  assert.equal((await admin.patch(`/permission_sets/${made.body.id}`, { name: 'ÜBER' })).body.name, 'ÜBER');
});

test('a permission set that a role has is not deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const set = (await admin.post('/permission_sets', { name: 'In use' })).body;
  const role = (await admin.post('/roles', { name: 'Using it', permission_set_id: set.id })).body;
  const refused = await admin.delete(`/permission_sets/${set.id}`);
  assert.equal(refused.status, 405);
  assert.match(refused.body.message, /Using it/);
  await admin.delete(`/roles/${role.id}`);
  assert.equal((await admin.delete(`/permission_sets/${set.id}`)).status, 204);
});

test('changing a permission set changes at once what people may do', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const set = (await admin.post('/permission_sets', { name: 'Seeing', permissions: ['see_users'] })).body;
  await admin.post('/roles', { name: 'Seer', permission_set_id: set.id });
  const { api } = await userWithRoles('Seer');
  assert.equal((await api.get('/permission_sets')).status, 200);
  await admin.patch(`/permission_sets/${set.id}`, { permissions: [] });
  assert.equal((await api.get('/permission_sets')).status, 403);
});

test('nobody puts into a set, or takes out of one, what they may not do', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const keeper = await roleKeeper(server);
  const strong = (await admin.post('/permission_sets', { name: 'Strong', permissions: ['see_audit'] })).body;
  const weak = (await admin.post('/permission_sets', { name: 'Weak', permissions: ['see_names'] })).body;
  for (const answer of [
    await keeper.post('/permission_sets', { name: 'Mine', permissions: ['see_audit'] }),
    await keeper.patch(`/permission_sets/${weak.id}`, { permissions: ['see_audit'] }),
    await keeper.patch(`/permission_sets/${strong.id}`, { permissions: [] }),
    await keeper.patch(`/permission_sets/${strong.id}`, { name: 'x' }),
    await keeper.delete(`/permission_sets/${strong.id}`),
  ]) {
    assert.equal(answer.status, 403);
    assert.match(answer.body.message, /see_audit/);
  }
  assert.equal((await keeper.get(`/permission_sets/${strong.id}`)).body.can.update, false);
  assert.equal((await keeper.get(`/permission_sets/${weak.id}`)).body.can.update, true);
  const changed = await keeper.patch(`/permission_sets/${weak.id}`, {
    permissions: ['see_users', 'explore'],
  });
  assert.equal(changed.status, 200);
  assert.equal((await keeper.delete(`/permission_sets/${weak.id}`)).status, 204);
});

test('permission sets are for those who may see users, and changed by those who may change roles', async (t) => {
  const { admin, as, userWithRoles } = await startInProcess(t);
  const { api: user } = await userWithRoles('User');
  const { api: support } = await userWithRoles('Support');
  const set = (await admin.post('/permission_sets', { name: 'Some' })).body;
  const reads = ['/permission_sets', '/permission_sets/search', `/permission_sets/${set.id}`];
  for (const path of reads) {
    assert.equal((await as(null).get(path)).status, 401);
    const refused = await user.get(path);
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /see_users/);
    assert.equal((await support.get(path)).status, 200);
  }
  for (const refused of [
    await support.post('/permission_sets', { name: 'New' }),
    await support.patch(`/permission_sets/${set.id}`, { name: 'New' }),
    await support.delete(`/permission_sets/${set.id}`),
  ]) {
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /manage_roles/);
  }
  assert.equal((await support.get(`/permission_sets/${set.id}`)).body.can.update, false);
});

test('permission sets are searched, sorted and paged', async (t) => {
  const { admin } = await startInProcess(t);
  await admin.post('/permission_sets', { name: 'Audit' });
  const names = async (query: string) =>
    (await admin.get(`/permission_sets/search?${query}`)).body.map(({ name }: { name: string }) => name);
  assert.deepEqual(await names(''), ['Admin', 'Support', 'Verifier', 'User', 'Audit']);
  assert.deepEqual(await names('name=a%25'), ['Admin', 'Audit']);
  assert.deepEqual(await names('name=aUDIT'), ['Audit']);
  assert.deepEqual(await names('built_in=false'), ['Audit']);
  assert.deepEqual(await names('all_access=true'), ['Admin']);
  assert.deepEqual(await names('id=2,4'), ['Support', 'User']);
  assert.deepEqual(await names('name=audit&all_access=true&filter_or=true'), ['Admin', 'Audit']);
  assert.deepEqual(await names('sorts=name desc&limit=2&offset=1'), ['User', 'Support']);
  assert.equal((await admin.get('/permission_sets/search?limit=2')).headers['x-total-count'], '5');
  assert.equal((await admin.get('/permission_sets/search?sorts=permissions')).status, 400);
  assert.equal((await admin.get('/permission_sets/search?limit=-1')).status, 400);
  const [first] = (await admin.get('/permission_sets?fields=id,name')).body;
  assert.deepEqual(first, { id: '1', name: 'Admin' });
});
