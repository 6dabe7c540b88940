import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { permissions } from '../core/permissions.ts';
import { sql } from '../store/sql.ts';

const ADMIN_ROLE = '2';
const SUPPORT_ROLE = '3';

const group = async ({ admin }: TestServer, name: string): Promise<string> =>
  (await admin.post('/groups', { name })).body.id;

/** A user with these permissions and no others. */
async function holderOf({ context, userWithRoles }: TestServer, names: string[]) {
  await context.database.transaction(async (tx) => {
    const set = await tx.get<{ id: number }>(sql`
      INSERT INTO permission_sets (name, name_key, permissions)
      VALUES ('Own', 'own', ${names.join(' ')}) RETURNING id`);
    await tx.run(sql`
      INSERT INTO roles (name, name_key, permission_set_id) VALUES ('Own', 'own', ${set?.id ?? 0})`);
  });
  return userWithRoles('Own');
}

/** A second administrator, who is one through a group alone, and the group. */
async function administratorThroughGroup(server: TestServer) {
  const { admin, userWithRoles, as } = server;
  const { id } = await userWithRoles();
  const admins = await group(server, 'Admins');
  await admin.put(`/roles/${ADMIN_ROLE}/groups`, [admins]);
  await admin.post(`/groups/${admins}/users`, { user_id: id });
  const { client_id, client_secret } = (await admin.post(`/users/${id}/credentials_api3`)).body;
  const signIn = async () => {
    const login = await as(null).post(`/login?client_id=${client_id}&client_secret=${client_secret}`);
    return as(login.body.access_token);
  };
  return { id, admins, api: await signIn(), signIn };
}

test('a role of a group is a role of whoever is in it, at whatever distance', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  const { id, api } = await userWithRoles();
  const [outer, inner] = [await group(server, 'outer'), await group(server, 'inner')];
  await admin.post(`/groups/${inner}/users`, { user_id: id });
  assert.equal((await api.get('/groups')).status, 403);
  await admin.put(`/roles/${SUPPORT_ROLE}/groups`, [outer]);
  assert.equal((await api.get('/groups')).status, 403);
  await admin.post(`/groups/${outer}/groups`, { group_id: inner });
  assert.equal((await api.get('/groups')).status, 200);
  await admin.delete(`/groups/${outer}/groups/${inner}`);
  assert.equal((await api.get('/groups')).status, 403);
  await admin.put(`/roles/${SUPPORT_ROLE}/groups`, ['1']);
  assert.equal((await api.get('/groups')).status, 200, 'everybody is in All Users');
});

test('a role is given to exactly the groups that are named', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const [a, b] = [await group(server, 'a'), await group(server, 'b')];
  const set = (ids: unknown, role = SUPPORT_ROLE) => admin.put(`/roles/${role}/groups`, ids);
  const names = (body: { name: string }[]) => body.map(({ name }) => name);
  assert.deepEqual(names((await set([b, a, b])).body), ['a', 'b']);
  assert.deepEqual(names((await set([b])).body), ['b']);
  for (const ids of [
    [b, '999'],
    [a, '9007199254740993'],
  ])
    assert.equal((await set(ids)).status, 404);
  for (const ids of [[1], ['x'], ['0'], [''], [null], {}, 'x', null]) {
    assert.equal((await set(ids)).status, 422, JSON.stringify(ids));
  }
  assert.deepEqual(names((await admin.get(`/roles/${SUPPORT_ROLE}/groups`)).body), ['b']);
  assert.deepEqual((await set([])).body, []);
  assert.equal((await set([a], '999')).status, 404);
  assert.equal((await admin.get('/roles/999/groups')).status, 404);
  const many = Array.from({ length: 8_000 }, (_, n) => String(n + 1));
  assert.equal((await set(many)).status, 404);
  assert.equal((await admin.get(`/roles/${SUPPORT_ROLE}/groups?sorts=x&sorts=y&limit=x`)).status, 200);
});

test('nobody gives or takes through a group what they do not have', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id, api } = await holderOf(server, ['see_users', 'manage_groups', 'manage_roles']);
  const [high, around, low] = [await group(server, 'h'), await group(server, 'a'), await group(server, 'l')];
  await admin.put(`/roles/${ADMIN_ROLE}/groups`, [around]);
  await admin.post(`/groups/${around}/groups`, { group_id: high });
  await admin.post(`/groups/${high}/users`, { user_id: '1' });
  for (const target of [high, around]) {
    for (const refused of [
      await api.post(`/groups/${target}/users`, { user_id: id }),
      await api.delete(`/groups/${target}/users/1`),
      await api.post(`/groups/${target}/groups`, { group_id: low }),
      await api.delete(`/groups/${target}/groups/${high}`),
      await api.patch(`/groups/${target}`, { name: 'mine' }),
      await api.delete(`/groups/${target}`),
    ]) {
      assert.equal(refused.status, 403);
      assert.match(refused.body.message, /permissions that you do not have/);
    }
    assert.equal((await api.get(`/groups/${target}`)).body.can.update, false);
  }
  assert.equal((await api.put(`/roles/${ADMIN_ROLE}/groups`, [low])).status, 403);
  assert.equal((await api.put(`/roles/${ADMIN_ROLE}/groups`, [])).status, 403);
  assert.equal((await api.put(`/roles/${SUPPORT_ROLE}/groups`, [low])).status, 403);
  assert.equal((await api.get(`/groups/${low}`)).body.can.update, true);
  assert.equal((await api.post(`/groups/${low}/users`, { user_id: id })).status, 200);
  assert.equal((await api.post(`/groups/${low}/groups`, { group_id: high })).status, 200, 'gives nothing');
  assert.equal((await api.delete(`/groups/${low}`)).status, 204);
  assert.equal((await api.get('/user?fields=role_ids')).status, 200);
  assert.equal((await api.post('/users', {})).status, 403, 'still no more than before');
});

test('an administrator through a group alone is not the last to go, whichever way', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id, admins, api } = await administratorThroughGroup(server);
  const around = await group(server, 'around');
  assert.equal((await api.put('/users/1/roles', [])).status, 200, 'somebody else is left');
  const ways = [
    () => api.delete(`/groups/${admins}`),
    () => api.delete(`/groups/${admins}/users/${id}`),
    () => api.put(`/roles/${ADMIN_ROLE}/groups`, []),
    () => api.put(`/roles/${ADMIN_ROLE}/groups`, [around]),
  ];
  for (const way of ways) {
    const refused = await way();
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /nobody/);
  }
  assert.equal((await api.get(`/groups/${admins}`)).body.user_count, 1, 'nothing half-written');
  assert.equal((await api.post(`/groups/${around}/groups`, { group_id: admins })).status, 200);
  assert.equal((await api.put(`/roles/${ADMIN_ROLE}/groups`, [around])).status, 200);
  assert.equal((await api.delete(`/groups/${around}/groups/${admins}`)).status, 403);
  assert.equal((await api.delete(`/groups/${around}`)).status, 403);
  assert.equal((await api.put('/users/1/roles', [ADMIN_ROLE])).status, 200);
  assert.equal(
    (await api.delete(`/groups/${around}/groups/${admins}`)).status,
    204,
    'again somebody is left',
  );
  assert.equal((await admin.get('/groups')).status, 200);
});

test('who is an administrator through a group is no longer one when disabled', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id, admins, signIn } = await administratorThroughGroup(server);
  await admin.patch(`/users/${id}`, { is_disabled: true });
  assert.equal((await admin.put('/users/1/roles', [])).status, 403, 'the other is disabled');
  await admin.patch(`/users/${id}`, { is_disabled: false });
  const api = await signIn();
  const token = (await api.post(`/login/${(await holderOf(server, Object.keys(permissions))).id}`)).body;
  const almost = server.as(token.access_token);
  assert.equal((await api.patch('/users/1', { is_disabled: true })).status, 200);
  const disabled = await almost.patch(`/users/${id}`, { is_disabled: true });
  assert.equal(disabled.status, 422);
  assert.equal(disabled.body.errors[0].field, 'is_disabled');
  assert.equal((await almost.delete(`/users/${id}`)).status, 403);
  assert.equal((await almost.delete(`/groups/${admins}/users/${id}`)).status, 403);
});
