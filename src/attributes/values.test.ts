import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addGroup, create, definition, faultsOf } from '../../test/attribute-fixtures.ts';
import { startInProcess } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

test('a value must be what the type says', async (t) => {
  const server = await startInProcess(t);
  const right: Record<string, string[]> = {
    string: ['', 'Zoë\n-----BEGIN\tKEY', '%'],
    number: ['0', '-12.5', '1e6', '.5'],
    datetime: ['2026-11-24', '2024-02-29 23:59', '2026-11-24T12:00:00.123Z', '2026-11-24 12:00:00+01:00'],
    yesno: ['yes', 'no'],
    zipcode: ['95060', '95060-1234'],
    relative_url: ['/', '/dashboards/7?x=1'],
    advanced_filter_string: ['%, NULL', ''],
    advanced_filter_number: ['>1, NOT 3'],
    advanced_filter_datetime: ['7 days'],
  };
  const wrong: Record<string, string[]> = {
    string: ['a\u0000b', 'bell\u0007', 'x'.repeat(10_001)],
    number: ['', 'seven', '1,5', '0x10', ' 1', '1\n', 'NaN', 'Infinity', '.', '1.2.3'],
    datetime: ['', '2026-13-01', '2026-02-30', '24.11.2026', '2026-11-24 24:00', 'now', '0'],
    yesno: ['', 'true', 'YES', 'yes '],
    zipcode: ['', '9506', '95060-', 'SW1A 1AA', '９５０６０'],
    relative_url: ['', 'https://evil.example', '//evil.example', '/\\evil.example', 'x'],
  };
  const user = (await server.admin.post('/users', {})).body.id;
  for (const [type, values] of Object.entries(right)) {
    const id = await create(server, `a_${type}`, { type });
    const path = `/users/${user}/attribute_values/${id}`;
    for (const value of values) {
      const { status, body } = await server.admin.patch(path, { value });
      assert.equal(status, 200, `${type} ${value}`);
      assert.equal(body.value, value);
    }
    const messages = new Set<string>();
    for (const value of wrong[type] ?? []) {
      const answer = await server.admin.patch(path, { value });
      assert.equal(answer.status, 422, `${type} ${value}`);
      assert.deepEqual(faultsOf(answer), ['value invalid']);
      messages.add(answer.body.errors[0].message);
    }
    if (type !== 'string') assert.ok(messages.size <= 1, 'a message never repeats a value');
    for (const body of [{}, { value: null }, null]) {
      assert.deepEqual(faultsOf(await server.admin.patch(path, body)), ['value missing_field']);
    }
    for (const value of [7, true, [], {}]) {
      assert.deepEqual(faultsOf(await server.admin.patch(path, { value })), ['value invalid']);
    }
  }
  const answer = await server.admin.post(
    '/user_attributes',
    definition('n', { type: 'number', default_value: 'x' }),
  );
  assert.deepEqual(faultsOf(answer), ['default_value invalid']);
});

test('attributes without a value are listed when asked for', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const user = (await admin.post('/users', { first_name: 'Ann' })).body.id;
  const id = await create(server, 'region');
  const path = `/users/${user}/attribute_values?fields=name,value,source`;
  const known = [
    { name: 'first_name', value: 'Ann', source: 'System' },
    { name: 'id', value: user, source: 'System' },
    { name: 'name', value: 'Ann', source: 'System' },
  ];
  assert.deepEqual((await admin.get(path)).body, known);
  const { body } = await admin.get(`${path}&include_unset=true`);
  assert.deepEqual(
    body.filter(({ source }: { source: string }) => source === 'No Value'),
    ['email', 'last_name', 'locale', 'region'].map((name) => ({ name, value: null, source: 'No Value' })),
  );
  assert.deepEqual((await admin.get(`${path}&user_attribute_ids=2,${id},999,x,`)).body, [known[0]]);
  assert.deepEqual((await admin.get(`${path}&user_attribute_ids=%222%2C3%22`)).body, known.slice(0, 2));
  assert.deepEqual((await admin.get(`${path}&user_attribute_ids=`)).body, known);
  assert.deepEqual((await admin.get(`${path}&user_attribute_ids=x`)).body, []);
  assert.equal((await admin.get(`${path}&all_values=maybe`)).status, 400);
  assert.equal((await admin.get('/users/999/attribute_values')).status, 404);
  assert.equal((await admin.get('/users/x/attribute_values')).status, 404);
});

test('the list of group values is replaced as a whole or not at all', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const id = await create(server, 'size', { type: 'number' });
  const path = `/user_attributes/${id}/group_values`;
  const [a, b, c] = [await addGroup(server, 'A'), await addGroup(server, 'B'), await addGroup(server, 'C')];
  const { body } = await admin.post(path, [
    { group_id: b, value: '2' },
    { group_id: a, value: '1' },
  ]);
  assert.deepEqual(body[0], {
    can: { show: true, index: true, show_value: true, update: true, destroy: true },
    id: body[0].id,
    group_id: b,
    user_attribute_id: id,
    value_is_hidden: false,
    rank: 1,
    value: '2',
  });
  assert.deepEqual((await admin.get(path)).body, body);
  const refused = async (list: unknown): Promise<string[]> => {
    const answer = await admin.post(path, list);
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    assert.deepEqual((await admin.get(path)).body, body, 'nothing has changed');
    return faultsOf(answer);
  };
  assert.deepEqual(
    await refused([
      { group_id: c, value: '3' },
      { group_id: c, value: '4' },
    ]),
    ['1.group_id already_exists'],
  );
  assert.deepEqual(await refused([{ group_id: c, value: 'x' }]), ['0.value invalid']);
  assert.deepEqual(await refused([{ group_id: c }]), ['0.value missing_field']);
  assert.deepEqual(await refused([{ value: '1' }]), ['0.group_id invalid']);
  for (const group_id of ['999', 'x', '', 7, null, {}, '1e0', '9'.repeat(400)]) {
    assert.deepEqual(await refused([{ group_id, value: '1' }]), ['0.group_id invalid']);
  }
  assert.deepEqual(
    await refused([
      { group_id: a, value: '1', rank: 1 },
      { group_id: b, value: '1' },
    ]),
    ['1.rank invalid'],
  );
  assert.deepEqual(await refused([{ group_id: a, value: '1', rank: '1' }]), ['0.rank invalid']);
  assert.deepEqual(await refused([{ group_id: a, value: '1', rank: 1e300 }]), ['0.rank invalid']);
  assert.deepEqual(await refused({ group_id: a, value: '1' }), ['body invalid']);
  assert.deepEqual(await refused([7]), ['0 invalid']);
  assert.equal((await refused(Array(9_000).fill({}))).length, 50);
  const ranked = await admin.post(path, [
    { group_id: a, value: '1', rank: 20 },
    { group_id: c, value: '3', rank: 10 },
  ]);
  assert.deepEqual(
    ranked.body.map((item: { group_id: string; rank: number }) => [item.group_id, item.rank]),
    [
      [c, 10],
      [a, 20],
    ],
  );
  const last = await admin.patch(`/groups/${b}/attribute_values/${id}`, { value: '2' });
  assert.equal(last.body.rank, 21, 'a new one comes last');
  const again = await admin.patch(`/groups/${c}/attribute_values/${id}`, { value: '4' });
  assert.deepEqual([again.body.rank, again.body.value], [10, '4'], 'a known one keeps its rank');
  assert.deepEqual(faultsOf(await admin.patch(`/groups/${c}/attribute_values/${id}`, { value: 'x' })), [
    'value invalid',
  ]);
  assert.equal((await admin.delete(`/groups/${c}/attribute_values/${id}`)).status, 204);
  assert.equal((await admin.delete(`/groups/${c}/attribute_values/${id}`)).status, 204);
  assert.equal((await admin.get(path)).body.length, 2);
  assert.deepEqual((await admin.post(path, [])).body, []);
  for (const [group, attribute] of [
    ['999', id],
    [a, '999'],
    ['x', id],
    [a, 'x'],
  ]) {
    assert.equal(
      (await admin.patch(`/groups/${group}/attribute_values/${attribute}`, { value: '1' })).status,
      404,
    );
    assert.equal((await admin.delete(`/groups/${group}/attribute_values/${attribute}`)).status, 404);
  }
  assert.equal((await admin.get('/user_attributes/999/group_values')).status, 404);
  assert.equal((await admin.post('/user_attributes/999/group_values', [])).status, 404);
});

test('values go with their user, group or attribute, and with no other', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { database } = server.context;
  const [ann, ben] = [(await admin.post('/users', {})).body.id, (await admin.post('/users', {})).body.id];
  const id = await create(server, 'region', { default_value: 'd' });
  const group = await addGroup(server, 'G');
  await admin.patch(`/groups/${group}/attribute_values/${id}`, { value: 'g' });
  for (const user of [ann, ben]) {
    await admin.patch(`/users/${user}/attribute_values/${id}`, { value: `of ${user}` });
  }
  const count = async (): Promise<number | undefined> =>
    (await database.get<{ n: number }>(sql`SELECT COUNT(*) AS n FROM user_attribute_values`))?.n;
  assert.equal(await count(), 4);

  // Whoever can write to the database cannot give one user what another has.
  await database.transaction((tx) =>
    tx.run(sql`UPDATE user_attribute_values SET sealed_value =
      (SELECT sealed_value FROM user_attribute_values WHERE user_id = ${Number(ann)})
      WHERE user_id = ${Number(ben)}`),
  );
  const tampered = await server.app.inject({
    url: `/api/4.0/users/${ben}/attribute_values`,
    headers: { authorization: `Bearer ${(await admin.post('/login/1')).body.access_token}` },
  });
  assert.equal(tampered.statusCode, 500);
  assert.equal((await admin.get(`/users/${ann}/attribute_values`)).status, 200);

  await admin.delete(`/users/${ben}`);
  await database.transaction((tx) => tx.run(sql`DELETE FROM groups WHERE id = ${Number(group)}`));
  assert.equal(await count(), 2);
  await admin.delete(`/user_attributes/${id}`);
  assert.equal(await count(), 0);
  assert.equal((await admin.get(`/users/${ann}/attribute_values`)).status, 200);
});
