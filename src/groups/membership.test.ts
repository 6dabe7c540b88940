import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const idsOf = (items: { id: string }[]): string[] => items.map(({ id }) => id);
const group = async ({ admin }: TestServer, name: string): Promise<string> =>
  (await admin.post('/groups', { name })).body.id;
const user = async ({ admin }: TestServer, body: object = {}): Promise<string> =>
  (await admin.post('/users', body)).body.id;

/** So many users of a group, straight into the tables. */
async function fill({ context }: TestServer, groupId: string, count: number): Promise<void> {
  await context.database.transaction((tx) =>
    tx.run(sql`
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
      INSERT INTO users (first_name, first_name_key, last_name, last_name_key, created_at)
      SELECT 'Ann', 'ann', 'Number ' || n, 'number ' || n, 0 FROM numbers`),
  );
  await context.database.transaction((tx) =>
    tx.run(sql`
      INSERT INTO group_users (group_id, user_id)
      SELECT ${Number(groupId)}, id FROM users WHERE first_name = 'Ann'`),
  );
}

test('a user is put in a group once and taken out once, however often it is said', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const [sales, ann] = [await group(server, 'Sales'), await user(server, { first_name: 'Ann' })];
  for (let times = 0; times < 2; times++) {
    const added = await admin.post(`/groups/${sales}/users`, { user_id: ann });
    assert.equal(added.status, 200);
    assert.equal(added.body.first_name, 'Ann');
    assert.deepEqual(added.body.group_ids, ['1', sales]);
    assert.equal((await admin.get(`/groups/${sales}`)).body.user_count, 1);
  }
  assert.deepEqual(idsOf((await admin.get(`/groups/${sales}/users`)).body), [ann]);
  assert.deepEqual(idsOf((await admin.get(`/users/search?group_id=${sales}`)).body), [ann]);
  for (let times = 0; times < 2; times++) {
    assert.equal((await admin.delete(`/groups/${sales}/users/${ann}`)).status, 204);
    assert.equal((await admin.get(`/groups/${sales}`)).body.user_count, 0);
  }
  assert.deepEqual((await admin.get(`/users/${ann}?fields=group_ids`)).body, { group_ids: ['1'] });
});

test('a group says how many are in it and whether the caller is', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const [sales, ann] = [await group(server, 'Sales'), await user(server)];
  for (const user_id of [ann, '1']) await admin.post(`/groups/${sales}/users`, { user_id });
  const read = async () => (await admin.get(`/groups/${sales}?fields=user_count,contains_current_user`)).body;
  assert.deepEqual(await read(), { contains_current_user: true, user_count: 2 });
  await admin.delete(`/users/${ann}`);
  await admin.delete(`/groups/${sales}/users/1`);
  assert.deepEqual(await read(), { contains_current_user: false, user_count: 0 });
});

test('what is not a user or a group cannot be put in or taken out', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const [sales, ann] = [await group(server, 'Sales'), await user(server)];
  for (const id of ['999', '0', 'x', '', '1e3', '9'.repeat(40)]) {
    assert.equal((await admin.post(`/groups/${sales}/users`, { user_id: id })).status, 404, `user ${id}`);
    assert.equal((await admin.post(`/groups/${sales}/groups`, { group_id: id })).status, 404, `group ${id}`);
  }
  for (const id of [7, null, undefined, ['7'], { id: '7' }]) {
    assert.equal((await admin.post(`/groups/${sales}/users`, { user_id: id })).status, 422);
    assert.equal((await admin.post(`/groups/${sales}/groups`, { group_id: id })).status, 422);
  }
  for (const path of ['/groups/999', '/groups/x', '/groups/01']) {
    assert.equal((await admin.get(`${path}/users`)).status, 404, path);
    assert.equal((await admin.get(`${path}/groups`)).status, 404, path);
    assert.equal((await admin.post(`${path}/users`, { user_id: ann })).status, 404, path);
    assert.equal((await admin.post(`${path}/groups`, { group_id: sales })).status, 404, path);
    assert.equal((await admin.delete(`${path}/users/${ann}`)).status, 404, path);
    assert.equal((await admin.delete(`${path}/groups/${sales}`)).status, 404, path);
  }
  assert.equal((await admin.delete(`/groups/${sales}/users/999`)).status, 404);
  assert.equal((await admin.delete(`/groups/${sales}/groups/999`)).status, 404);
});

test('nobody learns of a user by putting them in a group', async (t) => {
  const server = await startInProcess(t);
  const { admin, context } = server;
  const sales = await group(server, 'Sales');
  await context.database.transaction(async (tx) => {
    await tx.run(sql`
      INSERT INTO permission_sets (id, name, name_key, permissions) VALUES (90, 'G', 'g', 'manage_groups')`);
    await tx.run(sql`INSERT INTO roles (id, name, name_key, permission_set_id) VALUES (90, 'G', 'g', 90)`);
  });
  const { api, id } = await server.userWithRoles('G');
  for (const user_id of ['1', '999']) {
    assert.equal((await api.post(`/groups/${sales}/users`, { user_id })).status, 404);
    assert.equal((await api.delete(`/groups/${sales}/users/${user_id}`)).status, 404);
  }
  assert.equal((await api.post(`/groups/${sales}/users`, { user_id: id })).status, 200, 'but of themselves');
  assert.equal((await admin.get(`/groups/${sales}`)).body.user_count, 1);
});

test('a group is put in another, and never in itself', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const [a, b, c] = [await group(server, 'a'), await group(server, 'b'), await group(server, 'c')];
  for (let times = 0; times < 2; times++) {
    const added = await admin.post(`/groups/${a}/groups`, { group_id: b });
    assert.equal(added.status, 200);
    assert.equal(added.body.id, b);
  }
  await admin.post(`/groups/${b}/groups`, { group_id: c });
  for (const [outer, inner] of [
    [a, a],
    [b, a],
    [c, a],
  ]) {
    const refused = await admin.post(`/groups/${outer}/groups`, { group_id: inner });
    assert.equal(refused.status, 422);
    assert.equal(refused.body.errors[0].field, 'group_id');
  }
  assert.deepEqual(idsOf((await admin.get(`/groups/${a}/groups`)).body), [b], 'those in the group itself');
  assert.equal((await admin.delete(`/groups/${b}/groups/${c}`)).status, 204);
  assert.equal((await admin.delete(`/groups/${b}/groups/${c}`)).status, 204);
  assert.equal((await admin.post(`/groups/${c}/groups`, { group_id: a })).status, 200);
});

test('a thousand groups in one another work like two', async (t) => {
  const server = await startInProcess(t);
  const { admin, context } = server;
  await context.database.transaction(async (tx) => {
    for (let id = 2; id <= 1_001; id++) {
      await tx.run(
        sql`INSERT INTO groups (id, name, name_key, created_at) VALUES (${id}, ${`g${id}`}, ${`g${id}`}, 0)`,
      );
      if (id > 2) await tx.run(sql`INSERT INTO group_groups (parent_id, child_id) VALUES (${id - 1}, ${id})`);
    }
  });
  const ann = await user(server);
  const token = (await admin.post(`/login/${ann}`)).body.access_token;
  assert.equal((await admin.post('/groups/1001/users', { user_id: ann })).status, 200);
  assert.equal((await server.as(token).get('/groups')).status, 403);
  assert.equal((await admin.put('/roles/3/groups', ['2'])).status, 200);
  assert.equal((await server.as(token).get('/groups?limit=1')).status, 200, 'what the outermost gives');
  assert.equal((await admin.post('/groups/1001/groups', { group_id: '2' })).status, 422);
  assert.equal((await admin.get('/groups')).body.length, 1_001);
  assert.equal((await admin.delete('/groups/500')).status, 204);
  assert.equal((await server.as(token).get('/groups')).status, 403);
});

test('the users of a group are listed in parts, in any order, however many they are', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const sales = await group(server, 'Sales');
  for (let others = 0; others < 5; others++) await user(server);
  await fill(server, sales, 2_500);
  const all = idsOf((await admin.get(`/groups/${sales}/users?fields=id`)).body);
  assert.equal(all.length, 2_500);
  assert.deepEqual(idsOf((await admin.get(`/users/search?group_id=${sales}&fields=id`)).body), all);
  for (const offset of [0, 1, 1_000, 2_499, 5_000]) {
    for (const path of [`/groups/${sales}/users?`, `/users/search?group_id=${sales}&`]) {
      const page = await admin.get(`${path}fields=id&limit=3&offset=${offset}`);
      assert.deepEqual(idsOf(page.body), all.slice(offset, offset + 3), `${path} at ${offset}`);
      assert.equal(page.headers['x-total-count'], '2500');
    }
  }
  const page = await admin.get(
    `/groups/${sales}/users?fields=last_name&sorts=last_name desc&per_page=2&page=2`,
  );
  assert.deepEqual(page.body, [{ last_name: 'Number 997' }, { last_name: 'Number 996' }]);
  assert.equal((await admin.get(`/groups/${sales}/users?sorts=last_name&fields=id`)).body.length, 2_500);
  const both = `group_id=${sales},1&first_name=ann&limit=1`;
  assert.equal((await admin.get(`/users/search?${both}`)).headers['x-total-count'], '2500');
  const narrowed = `group_id=${sales}&last_name=number 7`;
  assert.equal((await admin.get(`/users/search?${narrowed}`)).body.length, 1);
  assert.equal((await admin.get(`/groups/${sales}/users?sorts=colour`)).status, 400);
});

test('a user of a very large group is found by name without reading the group', async (t) => {
  const server = await startInProcess(t);
  const sales = await group(server, 'Sales');
  await fill(server, sales, 100_000);
  const search = (query: string) =>
    server.admin.get(`/users/search?group_id=${sales}&fields=last_name&${query}`);
  assert.deepEqual((await search('last_name=number 99999')).body, [{ last_name: 'Number 99999' }]);
  assert.deepEqual((await search('sorts=last_name&limit=1&offset=1')).body, [{ last_name: 'Number 10' }]);
  assert.deepEqual((await search('limit=1&offset=99999')).body, [{ last_name: 'Number 100000' }]);
});

test('what is written of groups is in the audit log, with whom and what it concerns', async (t) => {
  const server = await startInProcess(t);
  const { admin, context } = server;
  const [outer, inner, ann] = [await group(server, 'o'), await group(server, 'i'), await user(server)];
  const number = Number(outer);
  for (let times = 0; times < 2; times++) {
    await admin.post(`/groups/${outer}/users`, { user_id: ann });
    await admin.post(`/groups/${outer}/groups`, { group_id: inner });
  }
  await admin.put('/roles/3/groups', [outer, inner]);
  for (let times = 0; times < 2; times++) {
    await admin.delete(`/groups/${outer}/users/${ann}`);
    await admin.delete(`/groups/${outer}/groups/${inner}`);
  }
  await admin.patch(`/groups/${outer}`, { name: 'O' });
  await admin.delete(`/groups/${outer}`);
  const events = await context.database.all<Record<string, unknown>>(sql`
    SELECT action, target_user_id, target_group_id, detail FROM audit_events
    WHERE (target_group_id = ${number} OR detail IS NOT NULL) AND actor_id = 1 ORDER BY id`);
  assert.deepEqual(
    events.map((event) => Object.values(event)),
    [
      ['create_group', null, number, null],
      ['add_group_user', Number(ann), number, null],
      ['add_group_group', null, number, `group ${inner}`],
      ['set_role_groups', null, null, `role 3: groups ${outer}, ${inner}`],
      ['delete_group_user', Number(ann), number, null],
      ['delete_group_from_group', null, number, `group ${inner}`],
      ['update_group', null, number, 'name'],
      ['delete_group', null, number, null],
    ],
  );
});
