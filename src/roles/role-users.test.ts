import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { operator } from '../core/operator.ts';
import { sql } from '../store/sql.ts';
import { setRoleUsers } from './set-role-users.ts';

const EVERYBODY = '1';
const SUPPORT = '3';
const USER_SET = '4';

const idsOf = (body: { id: string }[]): string[] => body.map(({ id }) => id);

const newUser = async ({ admin }: TestServer): Promise<string> =>
  (await admin.post('/users', { first_name: 'Some' })).body.id;

const newRole = async ({ admin }: TestServer, name: string, set = USER_SET): Promise<string> =>
  (await admin.post('/roles', { name, permission_set_id: set })).body.id;

/** A group inside another, with a role that the outer one gives. */
async function nestedGroups({ admin }: TestServer, roleId: string) {
  const outer = (await admin.post('/groups', { name: 'Outer' })).body.id;
  const inner = (await admin.post('/groups', { name: 'Inner' })).body.id;
  await admin.post(`/groups/${outer}/groups`, { group_id: inner });
  await admin.put(`/roles/${roleId}/groups`, [outer]);
  return { outer, inner };
}

test('a role is given to exactly the users who are named', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const role = await newRole(server, 'Mine');
  const [one, two, three] = [await newUser(server), await newUser(server), await newUser(server)];
  const given = await admin.put(`/roles/${role}/users`, [two, one, two]);
  assert.equal(given.status, 200);
  assert.deepEqual(idsOf(given.body), [one, two]);
  assert.ok('credentials_totp' in given.body[0], 'users in full');
  assert.deepEqual(idsOf((await admin.put(`/roles/${role}/users`, [two, three])).body), [two, three]);
  assert.deepEqual(idsOf((await admin.get(`/roles/${role}/users`)).body), [two, three]);
  assert.deepEqual((await admin.get(`/roles/${role}/users?fields=id`)).body, [{ id: two }, { id: three }]);
  assert.deepEqual((await admin.get(`/users/${one}`)).body.role_ids, []);
  assert.deepEqual((await admin.get(`/users/${two}`)).body.role_ids, [role]);
  assert.deepEqual((await admin.put(`/roles/${role}/users`, [])).body, []);
  assert.equal((await admin.get('/roles/999/users')).status, 404);
  assert.equal((await admin.put('/roles/999/users', [])).status, 404);
});

test('a list of users that cannot be is refused, and nobody gets the role', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const role = await newRole(server, 'Mine');
  const user = await newUser(server);
  for (const body of [
    [user, '999'],
    [user, 'x'],
    [7],
    ['-1'],
    ['0'],
    [null],
    {},
    'x',
    [[]],
    ['9'.repeat(20)],
  ]) {
    const answer = await admin.put(`/roles/${role}/users`, body);
    assert.ok([404, 422].includes(answer.status), `${JSON.stringify(body)}: ${answer.status}`);
  }
  const unknown = await admin.put(`/roles/${role}/users`, [user, '999']);
  assert.equal(unknown.body.errors[0].message, 'There is no user 999.');
  assert.deepEqual((await admin.get(`/roles/${role}/users`)).body, []);
});

test('a role is given to thousands of users at once', async (t) => {
  const server = await startInProcess(t);
  const { admin, context } = server;
  const role = await newRole(server, 'Mine');
  await context.database.transaction(async (tx) => {
    for (let n = 0; n < 5_000; n++) await tx.run(sql`INSERT INTO users (created_at) VALUES (0)`);
  });
  const ids = idsOf((await admin.get('/users?fields=id')).body);
  const given = await admin.put(`/roles/${role}/users`, ids);
  assert.equal(given.status, 200);
  assert.deepEqual(idsOf(given.body), ids);
  assert.deepEqual(idsOf((await admin.put(`/roles/${role}/users`, ids.slice(2_500))).body), ids.slice(2_500));
});

test('whoever may change roles reaches nobody who may do more', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  const set = (
    await admin.post('/permission_sets', { name: 'K', permissions: ['manage_roles', 'see_users'] })
  ).body;
  await newRole(server, 'Keeper', set.id);
  const { api: keeper, id: keeperId } = await userWithRoles('Keeper');
  const role = await newRole(server, 'Mine');
  const me = (await admin.get('/user')).body.id;
  const user = await newUser(server);
  assert.equal((await keeper.put(`/roles/${role}/users`, [user, me])).status, 403);
  assert.deepEqual((await admin.get(`/roles/${role}/users`)).body, []);
  assert.equal((await keeper.put(`/roles/${role}/users`, [user])).status, 200);
  await admin.put(`/roles/${role}/users`, [user, me]);
  assert.equal((await keeper.put(`/roles/${role}/users`, [user])).status, 403);
  assert.equal((await keeper.put(`/users/${keeperId}/roles`, ['2'])).status, 403);
  assert.equal((await keeper.put(`/users/${user}/roles`, [SUPPORT])).status, 403);
  assert.deepEqual(idsOf((await admin.get(`/roles/${role}/users`)).body), [me, user]);
});

test('whoever is in a group has the roles of the group and of those it is in', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  const { inner } = await nestedGroups(server, SUPPORT);
  const { id, api } = await userWithRoles('User');
  assert.equal((await api.get('/roles')).status, 403);
  await admin.post(`/groups/${inner}/users`, { user_id: id });
  assert.equal((await api.get('/roles')).status, 200, 'at once, with the token they have');

  assert.deepEqual(idsOf((await admin.get(`/users/${id}/roles`)).body), [SUPPORT, '5']);
  assert.deepEqual(idsOf((await admin.get(`/users/${id}/roles?direct_association_only=true`)).body), ['5']);
  assert.deepEqual((await admin.get(`/users/${id}`)).body.role_ids, [SUPPORT, '5']);
  assert.deepEqual(idsOf((await admin.get(`/roles/${SUPPORT}/users`)).body), [id]);
  assert.deepEqual((await admin.get(`/roles/${SUPPORT}/users?direct_association_only=true`)).body, []);
  assert.deepEqual(idsOf((await admin.put(`/users/${id}/roles`, ['4'])).body), ['4'], 'their own');

  await admin.delete(`/groups/${inner}/users/${id}`);
  assert.equal((await api.get('/roles')).status, 403);
});

test('everybody has the roles of All Users, and only of theirs', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  const me = (await admin.get('/user')).body.id;
  const { id, api } = await userWithRoles('User');
  await admin.put(`/roles/${SUPPORT}/groups`, [EVERYBODY]);
  assert.equal((await api.get('/roles')).status, 200);
  assert.deepEqual((await admin.get(`/users/${id}`)).body.role_ids, [SUPPORT, '5']);
  assert.deepEqual((await admin.get(`/users/${me}`)).body.role_ids, ['2', SUPPORT]);
  assert.deepEqual(idsOf((await admin.get(`/roles/${SUPPORT}/users`)).body), [me, id]);
  assert.deepEqual(idsOf((await admin.get('/roles/2/users')).body), [me]);
});

test('everybody sees the roles they have, and what they may do with them', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const { id, api } = await userWithRoles('User');
  const [own] = (await api.get(`/users/${id}/roles`)).body;
  assert.equal(own.name, 'User');
  const nothing = { show: false, index: false, update: false };
  assert.deepEqual([own.can, own.permission_set.can, own.model_set.can], [nothing, nothing, nothing]);
  assert.equal((await api.get('/users/1/roles')).status, 403);
  assert.equal((await admin.get(`/users/${id}/roles?direct_association_only=maybe`)).status, 400);
});

test('rank counts what groups give', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  const { inner } = await nestedGroups(server, '2');
  const { id } = await userWithRoles('User');
  const { api: support } = await userWithRoles('Support');
  await admin.post(`/users/${id}/credentials_totp`);
  await admin.post(`/groups/${inner}/users`, { user_id: id });
  assert.equal((await support.delete(`/users/${id}/credentials_totp`)).status, 403);
  await admin.delete(`/groups/${inner}/users/${id}`);
  assert.equal((await support.delete(`/users/${id}/credentials_totp`)).status, 204);
});

test('the users of a role are counted once each', async (t) => {
  const server = await startInProcess(t);
  const { admin, userWithRoles } = server;
  const role = await newRole(server, 'Mine');
  const { inner, outer } = await nestedGroups(server, role);
  const { id: both } = await userWithRoles('Mine');
  const { id: grouped } = await userWithRoles('User');
  for (const user_id of [both, grouped]) {
    await admin.post(`/groups/${inner}/users`, { user_id });
    await admin.post(`/groups/${outer}/users`, { user_id });
  }
  await userWithRoles('Mine');
  const counts = async () =>
    Object.fromEntries(
      (await admin.get('/roles/search/with_user_count')).body.map(
        ({ name, user_count }: { name: string; user_count: number }) => [name, user_count],
      ),
    );
  assert.deepEqual(await counts(), { Admin: 1, Support: 0, Verifier: 0, User: 1, Mine: 3 });
  await admin.put(`/roles/${SUPPORT}/groups`, [EVERYBODY]);
  assert.equal((await counts()).Support, 4);
  const [counted] = (await admin.get(`/roles/search/with_user_count?id=${role}`)).body;
  assert.deepEqual(Object.keys(counted), [
    'can',
    'id',
    'name',
    'permission_set',
    'model_set',
    'user_count',
    'url',
    'users_url',
  ]);
});

test('whoever has a role keeps it when setting the list is undone for the sake of another, and done over', async (t) => {
  const server = await startInProcess(t);
  const { admin, context } = server;
  const [role, user] = [await newRole(server, 'Mine'), await newUser(server)];
  assert.equal((await admin.put(`/roles/${role}/users`, [user])).status, 200);

  const set = setRoleUsers(context, operator, Number(role), [Number(user)]);
  const refused = context.database.transaction(async (tx) => {
    await tx.run(sql`UPDATE users SET first_name = 'Nobody'`);
    throw new Error('refused');
  });
  await assert.rejects(refused, /^Error: refused$/);
  await set;
  assert.deepEqual(idsOf((await admin.get(`/roles/${role}/users`)).body), [user]);
  assert.equal((await admin.get(`/users/${user}`)).body.first_name, 'Some');
});
