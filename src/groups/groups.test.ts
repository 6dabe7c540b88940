import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const idsOf = (groups: { id: string }[]): string[] => groups.map(({ id }) => id);

test('a group is made, read, renamed and deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const made = await admin.post('/groups', { name: 'Sales', id: 77, user_count: 'many', colour: 'red' });
  assert.equal(made.status, 200);
  assert.deepEqual(made.body, {
    can: { show: true, index: true, create: true, update: true, delete: true },
    can_add_to_content_metadata: true,
    contains_current_user: false,
    external_group_id: null,
    externally_managed: false,
    id: made.body.id,
    include_by_default: false,
    name: 'Sales',
    user_count: 0,
  });
  const path = `/groups/${made.body.id}`;
  assert.deepEqual((await admin.get(path)).body, made.body);
  assert.deepEqual((await admin.get(`${path}?fields=name,id`)).body, { id: made.body.id, name: 'Sales' });
  const changed = await admin.patch(path, {
    ...made.body,
    name: 'SALES',
    can_add_to_content_metadata: false,
  });
  assert.equal(changed.status, 200);
  assert.deepEqual(changed.body, { ...made.body, name: 'SALES', can_add_to_content_metadata: false });
  assert.deepEqual((await admin.patch(path, {})).body, changed.body);
  assert.equal((await admin.delete(path)).status, 204);
  for (const answer of [
    await admin.get(path),
    await admin.patch(path, { name: 'x' }),
    await admin.delete(path),
  ])
    assert.equal(answer.status, 404);
});

test('a name is unique in any letter case, and not empty', async (t) => {
  const { admin } = await startInProcess(t);
  const { id } = (await admin.post('/groups', { name: 'Ärzte' })).body;
  const other = (await admin.post('/groups', { name: 'Pflege' })).body;
  const again = await admin.post('/groups', { name: 'äRZTE' });
  assert.equal(again.status, 409);
  assert.match(again.body.message, /äRZTE/);
  const taken = await admin.patch(`/groups/${other.id}`, { name: 'ÄRZTE' });
  assert.equal(taken.status, 422);
  assert.deepEqual([taken.body.errors[0].field, taken.body.errors[0].code], ['name', 'already_exists']);
  assert.equal((await admin.patch(`/groups/${id}`, { name: 'ÄRZTE' })).status, 200);
  for (const name of ['', '  ', null, 7, ['x'], 'a\nb', 'x'.repeat(256)]) {
    assert.equal((await admin.post('/groups', { name })).status, 422, `create ${name}`);
    assert.equal((await admin.patch(`/groups/${id}`, { name })).status, 422, `change to ${name}`);
  }
  const missing = await admin.post('/groups', {});
  assert.equal(missing.status, 422);
  assert.equal(missing.body.errors[0].code, 'missing_field');
  assert.equal((await admin.post('/groups', { name: 'x', can_add_to_content_metadata: 1 })).status, 422);
  assert.equal((await admin.get('/groups')).body.length, 3, 'nothing half-written');
});

test('All Users is there, has everybody in it, and stays', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const { id } = await userWithRoles('User');
  const everybody = (await admin.get('/groups/1')).body;
  assert.equal(everybody.name, 'All Users');
  assert.equal(everybody.user_count, 2);
  assert.equal(everybody.contains_current_user, true);
  assert.equal(everybody.include_by_default, true);
  assert.equal(everybody.can.delete, false);
  const group = (await admin.post('/groups', { name: 'Sales' })).body.id;
  assert.equal((await admin.delete('/groups/1')).status, 403);
  assert.equal((await admin.patch('/groups/1', { name: 'Nobody' })).status, 422);
  assert.equal((await admin.patch('/groups/1', everybody)).status, 200, 'sent back as read');
  assert.equal((await admin.post('/groups/1/users', { user_id: id })).status, 200);
  assert.equal((await admin.delete(`/groups/1/users/${id}`)).status, 403);
  assert.equal((await admin.post('/groups/1/groups', { group_id: group })).status, 403);
  assert.equal((await admin.post(`/groups/${group}/groups`, { group_id: '1' })).status, 422);
  assert.deepEqual((await admin.get('/groups/1')).body, everybody);
  assert.deepEqual(idsOf((await admin.get('/groups/1/users?sorts=id desc')).body), [id, '1']);
  assert.equal((await admin.delete(`/users/${id}`)).status, 204);
  assert.equal((await admin.get('/groups/1')).body.user_count, 1);
});

test('groups are listed in parts, in any order', async (t) => {
  const { admin } = await startInProcess(t);
  for (const name of ['delta', 'Bravo', 'alpha', 'Charlie']) await admin.post('/groups', { name });
  const names = async (query: string): Promise<string[]> => {
    const { status, body } = await admin.get(`/groups?fields=name&${query}`);
    assert.equal(status, 200, query);
    return body.map(({ name }: { name: string }) => name);
  };
  assert.deepEqual(await names(''), ['All Users', 'delta', 'Bravo', 'alpha', 'Charlie']);
  assert.deepEqual(await names('sorts=name desc'), ['delta', 'Charlie', 'Bravo', 'alpha', 'All Users']);
  assert.deepEqual(await names('sorts=user_count desc,name&limit=2'), ['All Users', 'alpha']);
  assert.deepEqual(await names('limit=2&offset=3'), ['alpha', 'Charlie']);
  assert.deepEqual(await names('per_page=2&page=2'), ['Bravo', 'alpha']);
  assert.deepEqual(await names('limit=2&offset=99'), []);
  assert.deepEqual(await names('ids=3,1,x,999,3'), ['All Users', 'Bravo']);
  assert.deepEqual(await names('ids=x'), []);
  await admin.patch('/groups/2', { can_add_to_content_metadata: false });
  assert.deepEqual(await names('can_add_to_content_metadata=false'), ['delta']);
  const page = await admin.get('/groups?limit=2&offset=2');
  assert.equal(page.headers['x-total-count'], '5');
  assert.match(String(page.headers.link), /offset=4>; rel="next"/);
  assert.equal((await admin.get('/groups?sorts=colour')).status, 400);
  assert.equal((await admin.get('/groups?limit=-1')).status, 400);
});

test('groups are found by what is known of them', async (t) => {
  const { admin } = await startInProcess(t);
  for (const name of ['Sales EU', 'Sales US', 'Ops']) await admin.post('/groups', { name });
  const found = async (query: string): Promise<string[]> => {
    const { status, body } = await admin.get(`/groups/search?${query}`);
    assert.equal(status, 200, query);
    return body.map(({ name }: { name: string }) => name);
  };
  assert.deepEqual(await found('name=sales'), []);
  assert.deepEqual(await found('name=SALES%25'), ['Sales EU', 'Sales US']);
  assert.deepEqual(await found('name=sales%25&id=1,3'), ['Sales US']);
  assert.deepEqual(await found('name=ops&id=1&filter_or=true'), ['All Users', 'Ops']);
  assert.deepEqual(await found('external_group_id=NOT NULL'), []);
  assert.deepEqual(await found('externally_managed=true'), []);
  assert.equal((await found('externally_orphaned=false')).length, 4);
  assert.deepEqual(await found('sorts=name desc&limit=1&offset=1'), ['Sales EU']);
  assert.equal((await admin.get(`/groups/search?name=${'x'.repeat(300)}`)).status, 400);
  assert.equal((await admin.get('/groups/search?externally_managed=perhaps')).status, 400);
});

test('a search tells the roles of groups and the groups they are in', async (t) => {
  const { admin } = await startInProcess(t);
  const make = async (name: string): Promise<string> => (await admin.post('/groups', { name })).body.id;
  const [outer, inner] = [await make('outer'), await make('inner')];
  await admin.post(`/groups/${outer}/groups`, { group_id: inner });
  await admin.put('/roles/3/groups', [outer, inner]);
  await admin.put('/roles/5/groups', [inner]);
  const { body: withRoles } = await admin.get('/groups/search/with_roles?sorts=id');
  assert.deepEqual(Object.keys(withRoles[0]).at(-1), 'roles');
  assert.deepEqual(
    withRoles.map(({ roles }: { roles: { name: string }[] }) => roles.map(({ name }) => name)),
    [[], ['Support'], ['Support', 'User']],
  );
  assert.equal(withRoles[1].roles[0].permission_set.name, 'Support');
  const { body: hierarchy } = await admin.get('/groups/search/with_hierarchy?name=%25er&sorts=name');
  assert.deepEqual(
    hierarchy.map(({ name, parent_group_ids, role_ids }: Record<string, unknown>) => [
      name,
      parent_group_ids,
      role_ids,
    ]),
    [
      ['inner', [outer], ['3', '5']],
      ['outer', [], ['3']],
    ],
  );
  assert.equal((await admin.get('/groups/search/with_hierarchy?limit=1')).headers['x-total-count'], '3');
});

test('a list of every group is complete, however long it is', async (t) => {
  const { admin, context } = await startInProcess(t);
  const last = 20_000;
  await context.database.transaction(async (tx) => {
    await tx.run(sql`
      WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${last})
      INSERT INTO groups (id, name, name_key, created_at) SELECT n, 'g' || n, 'g' || n, 0 FROM numbers`);
    await tx.run(sql`INSERT INTO group_roles (group_id, role_id) SELECT id, 3 FROM groups WHERE id > 1`);
  });
  assert.equal((await admin.get('/groups')).body.length, last);
  assert.equal((await admin.get('/roles/3/groups?fields=id')).body.length, last - 1);
  for (const search of ['search', 'search/with_roles', 'search/with_hierarchy']) {
    const { body } = await admin.get(`/groups/${search}?fields=id,can,roles,role_ids&limit=${last}`);
    assert.equal(body.length, last, search);
    assert.equal(body.at(-1).id, String(last));
  }
});

test('who may not see or manage groups is told which permission is missing', async (t) => {
  const { admin, as, userWithRoles } = await startInProcess(t);
  const { api: support } = await userWithRoles('Support');
  const { api: verifier, id } = await userWithRoles('Verifier');
  const group = (await admin.post('/groups', { name: 'Sales' })).body.id;
  assert.equal((await support.get(`/groups/${group}`)).body.can.update, false);
  assert.equal((await support.get(`/groups/${group}/users`)).status, 200);
  for (const path of [
    '/groups',
    '/groups/search',
    '/groups/search/with_roles',
    '/groups/search/with_hierarchy',
    `/groups/${group}`,
    `/groups/${group}/groups`,
    `/groups/${group}/users`,
    '/roles/3/groups',
  ]) {
    const refused = await verifier.get(path);
    assert.equal(refused.status, 403, path);
    assert.match(refused.body.message, /see_users/);
    assert.equal((await as(null).get(path)).status, 401);
  }
  for (const refused of [
    await support.post('/groups', { name: 'x' }),
    await support.patch(`/groups/${group}`, { name: 'x' }),
    await support.delete(`/groups/${group}`),
    await support.post(`/groups/${group}/users`, { user_id: id }),
    await support.delete(`/groups/${group}/users/${id}`),
    await support.post(`/groups/${group}/groups`, { group_id: group }),
    await support.delete(`/groups/${group}/groups/${group}`),
  ]) {
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /manage_groups/);
  }
  assert.match((await support.put('/roles/3/groups', [group])).body.message, /manage_roles/);
});
