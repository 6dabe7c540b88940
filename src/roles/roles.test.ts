import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const KEYS = ['can', 'id', 'name', 'permission_set', 'model_set', 'url', 'users_url'];
const ADMIN_SET = '1';
const USER_SET = '4';

/** Somebody who may change roles, see users, and nothing else. */
async function roleKeeper({ admin, userWithRoles }: TestServer) {
  const set = await admin.post('/permission_sets', {
    name: 'Keeping roles',
    permissions: ['manage_roles', 'see_users'],
  });
  await admin.post('/roles', { name: 'Role keeper', permission_set_id: set.body.id });
  return (await userWithRoles('Role keeper')).api;
}

test('a role is created, read, changed and deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const models = (await admin.post('/model_sets', { name: 'Sales' })).body;
  const made = await admin.post('/roles', {
    name: 'Analyst',
    permission_set_id: USER_SET,
    model_set_id: models.id,
    permission_set: { id: ADMIN_SET },
    url: 7,
  });
  assert.equal(made.status, 200);
  assert.deepEqual(Object.keys(made.body), KEYS);
  assert.equal(made.body.permission_set.id, USER_SET);
  assert.equal(made.body.permission_set.built_in, true);
  assert.equal(made.body.model_set.name, 'Sales');
  assert.deepEqual(made.body.can, { show: true, index: true, update: true });
  const path = `/roles/${made.body.id}`;
  assert.equal(made.body.users_url, `${made.body.url}/users`);
  assert.ok(made.body.url.endsWith(`/api/4.0${path}`));
  assert.deepEqual((await admin.get(path)).body, made.body);

  const renamed = await admin.patch(path, { name: 'Reader' });
  assert.deepEqual(renamed.body, { ...made.body, name: 'Reader' });
  const moved = await admin.patch(path, { permission_set_id: '3', model_set_id: null });
  assert.equal(moved.body.permission_set.name, 'Verifier');
  assert.equal(moved.body.model_set.name, 'All');
  assert.deepEqual((await admin.patch(path, moved.body)).body, moved.body, 'sent back as read');
  assert.equal((await admin.delete(path)).status, 204);
  for (const answer of [await admin.get(path), await admin.patch(path, {}), await admin.delete(path)]) {
    assert.equal(answer.status, 404);
  }
});

test('built-in roles cannot be changed or deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const roles = (await admin.get('/roles')).body;
  assert.deepEqual(
    roles.map(({ id, name }: Record<string, string>) => [id, name]),
    [
      ['2', 'Admin'],
      ['3', 'Support'],
      ['4', 'Verifier'],
      ['5', 'User'],
    ],
  );
  for (const { id, can } of roles) {
    assert.equal(can.update, false);
    assert.equal((await admin.patch(`/roles/${id}`, { name: 'x' })).status, 405);
    assert.equal((await admin.delete(`/roles/${id}`)).status, 405);
    assert.equal((await admin.put(`/roles/${id}/users`, [])).status, 405);
  }
  assert.deepEqual((await admin.get('/roles')).body, roles);
});

test('a role that says nothing sensible is refused', async (t) => {
  const { admin } = await startInProcess(t);
  const refused: [Record<string, unknown>, string, string][] = [
    [{ permission_set_id: USER_SET }, 'name', 'missing_field'],
    [{ name: 'x' }, 'permission_set_id', 'missing_field'],
    [{ name: ' ', permission_set_id: USER_SET }, 'name', 'invalid'],
    [{ name: 'a\nb', permission_set_id: USER_SET }, 'name', 'invalid'],
    [{ name: 'x', permission_set_id: 4 }, 'permission_set_id', 'invalid'],
    [{ name: 'x', permission_set_id: '04' }, 'permission_set_id', 'invalid'],
    [{ name: 'x', permission_set_id: null }, 'permission_set_id', 'invalid'],
    [{ name: 'x', permission_set_id: '999' }, 'permission_set_id', 'invalid'],
    [{ name: 'x', permission_set_id: '9'.repeat(5_000) }, 'permission_set_id', 'invalid'],
    [{ name: 'x', permission_set_id: USER_SET, model_set_id: '999' }, 'model_set_id', 'invalid'],
  ];
  for (const [body, field, code] of refused) {
    const answer = await admin.post('/roles', body);
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 80));
    assert.equal(answer.body.errors[0].field, field);
    assert.equal(answer.body.errors[0].code, code);
  }
  assert.equal((await admin.post('/roles', { name: 'aDMIN', permission_set_id: USER_SET })).status, 409);
  const { id } = (await admin.post('/roles', { name: 'Mine', permission_set_id: USER_SET })).body;
  const renamed = await admin.patch(`/roles/${id}`, { name: 'User' });
  assert.equal(renamed.status, 422);
  assert.equal(renamed.body.errors[0].code, 'already_exists');
});

test('nobody makes, changes or deletes a role that allows what they may not do', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const keeper = await roleKeeper(server);
  const strong = (await admin.post('/roles', { name: 'Strong', permission_set_id: '3' })).body;
  const weak = (await admin.post('/roles', { name: 'Weak', permission_set_id: USER_SET })).body;
  for (const answer of [
    await keeper.post('/roles', { name: 'Mine', permission_set_id: ADMIN_SET }),
    await keeper.patch(`/roles/${weak.id}`, { permission_set_id: '3' }),
    await keeper.patch(`/roles/${strong.id}`, { permission_set_id: USER_SET }),
    await keeper.delete(`/roles/${strong.id}`),
    await keeper.put(`/roles/${strong.id}/users`, []),
  ]) {
    assert.equal(answer.status, 403);
    assert.match(answer.body.message, /permission/);
  }
  assert.equal((await keeper.get(`/roles/${strong.id}`)).body.can.update, false);
  assert.equal((await keeper.patch(`/roles/${weak.id}`, { name: 'Weaker' })).status, 200);
  assert.equal((await keeper.delete(`/roles/${weak.id}`)).status, 204);
});

test('roles are read by those who may see users, and changed by those who may change roles', async (t) => {
  const { admin, as, userWithRoles } = await startInProcess(t);
  const { api: user } = await userWithRoles('User');
  const { api: support } = await userWithRoles('Support');
  const { id } = (await admin.post('/roles', { name: 'Mine', permission_set_id: USER_SET })).body;
  const reads = [
    '/roles',
    '/roles/search',
    '/roles/search/with_user_count',
    `/roles/${id}`,
    `/roles/${id}/users`,
  ];
  for (const path of reads) {
    assert.equal((await as(null).get(path)).status, 401, path);
    assert.equal((await user.get(path)).status, 403, path);
    assert.equal((await support.get(path)).status, 200, path);
  }
  for (const refused of [
    await support.post('/roles', { name: 'x', permission_set_id: USER_SET }),
    await support.patch(`/roles/${id}`, { name: 'x' }),
    await support.delete(`/roles/${id}`),
    await support.put(`/roles/${id}/users`, []),
  ]) {
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /manage_roles/);
  }
});

test('roles are listed by id, searched, sorted and paged', async (t) => {
  const { admin } = await startInProcess(t);
  await admin.post('/roles', { name: 'Auditor', permission_set_id: USER_SET });
  const names = async (path: string) =>
    (await admin.get(path)).body.map(({ name }: { name: string }) => name);
  assert.deepEqual(await names('/roles?ids=5,2,2,77,x'), ['Admin', 'User']);
  for (const ids of ['2,5', '"2,5"', '["2","5"]', '2, 5']) {
    assert.deepEqual(await names(`/roles?ids=${encodeURIComponent(ids)}`), ['Admin', 'User'], ids);
  }
  assert.deepEqual(await names('/roles?ids=x'), []);
  assert.deepEqual(await names('/roles/search?name=a%25'), ['Admin', 'Auditor']);
  assert.deepEqual(await names('/roles/search?built_in=false'), ['Auditor']);
  assert.deepEqual(await names('/roles/search?id=2,3&built_in=true'), ['Admin', 'Support']);
  assert.deepEqual(await names('/roles/search?sorts=name desc&limit=2'), ['Verifier', 'User']);
  assert.equal((await admin.get('/roles/search?limit=1')).headers['x-total-count'], '5');
  assert.deepEqual((await admin.get('/roles?fields=id,permission_set(name)&ids=2')).body, [
    { id: '2', permission_set: { name: 'Admin' } },
  ]);
});

test('the last administrator stays one, whichever role makes them one', async (t) => {
  const { admin } = await startInProcess(t);
  const me = (await admin.get('/user')).body;
  const owners = (await admin.post('/roles', { name: 'Owners', permission_set_id: ADMIN_SET })).body;
  assert.equal((await admin.put(`/users/${me.id}/roles`, [owners.id])).status, 200);
  for (const refused of [
    await admin.patch(`/roles/${owners.id}`, { permission_set_id: USER_SET }),
    await admin.delete(`/roles/${owners.id}`),
    await admin.put(`/roles/${owners.id}/users`, []),
    await admin.put(`/users/${me.id}/roles`, []),
  ]) {
    assert.equal(refused.status, 403);
  }
  assert.deepEqual((await admin.get('/user')).body.role_ids, [owners.id]);
  assert.equal((await admin.put(`/users/${me.id}/roles`, ['2'])).status, 200);
  assert.equal((await admin.delete(`/roles/${owners.id}`)).status, 204);
});

test('what happens to roles is recorded', async (t) => {
  const { admin, context } = await startInProcess(t);
  const me = (await admin.get('/user')).body.id;
  const { id } = (await admin.post('/roles', { name: 'Mine', permission_set_id: USER_SET })).body;
  await admin.put(`/roles/${id}/users`, [me]);
  await admin.put(`/roles/${id}/users`, []);
  await admin.delete(`/roles/${id}`);
  const events = await context.database.all<{
    action: string;
    target_user_id: number | null;
    detail: string;
  }>(sql`SELECT action, target_user_id, detail FROM audit_events WHERE action LIKE '%role' ORDER BY id`);
  assert.deepEqual(
    events.map(({ action, target_user_id, detail }) => [action, target_user_id, detail]),
    [
      ['create_role', null, `role ${id}: permission set 4`],
      ['give_role', Number(me), `role ${id}`],
      ['take_role', Number(me), `role ${id}`],
      ['delete_role', null, `role ${id}`],
    ],
  );
});
