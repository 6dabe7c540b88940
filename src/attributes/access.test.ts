import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addGroup, create, definition, faultsOf, userWho } from '../../test/attribute-fixtures.ts';
import { needsEmbedded, startInProcess, type TestServer } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

/** Everything that the server wrote to its disk. */
const filesOf = ({ context }: TestServer): string =>
  ['countersign.db', 'countersign.db-wal']
    .map((name) => readFileSync(join(context.config.dataFolder, name), 'latin1'))
    .join();

test('a hidden value is shown to nobody, nowhere', { skip: needsEmbedded() }, async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const SECRETS = ['hush-default', 'hush-group', 'hush-user'];
  const user = await server.userWithRoles();
  const group = await addGroup(server, 'G', { members: [user.id] });
  const id = await create(server, 'password', {
    default_value: 'hush-default',
    user_can_edit: true,
    hidden_value_domain_whitelist: 'https://*.example.com/*, my_domain/route/*',
  });
  const path = `/user_attributes/${id}`;
  await admin.patch(`/groups/${group}/attribute_values/${id}`, { value: 'hush-group' });
  await admin.patch(`/users/${user.id}/attribute_values/${id}`, { value: 'hush-user' });
  assert.ok(!SECRETS.some((secret) => filesOf(server).includes(secret)), 'no clear text, even before');
  const hidden = await admin.patch(path, { value_is_hidden: true });
  assert.equal(hidden.status, 200);
  assert.equal(hidden.body.value_is_hidden, true);
  assert.equal(hidden.body.can.show_value, false);

  const answers = [
    hidden,
    await admin.get(path),
    await admin.get('/user_attributes'),
    await admin.get(`${path}/group_values`),
    await admin.get(`/users/${user.id}/attribute_values?all_values=true`),
    await user.api.get(`/users/${user.id}/attribute_values?all_values=true&include_unset=true`),
    await user.api.patch(`/users/${user.id}/attribute_values/${id}`, { value: 'hush-user' }),
    await admin.patch(`/groups/${group}/attribute_values/${id}`, { value: 'hush-group' }),
    await admin.post(`${path}/group_values`, [{ group_id: group, value: 'hush-group' }]),
    await admin.patch(path, { default_value: 'hush-default' }),
  ];
  for (const { status, body } of answers) {
    assert.equal(status, 200);
    assert.doesNotMatch(JSON.stringify(body), /hush/);
  }
  const { body: values } = await admin.get(
    `/users/${user.id}/attribute_values?user_attribute_ids=${id}&all_values=true`,
  );
  assert.deepEqual(
    values.map((item: { source: string; value: null; value_is_hidden: boolean }) => [
      item.source,
      item.value,
      item.value_is_hidden,
    ]),
    [
      ['User', null, true],
      ['Group: G', null, true],
      ['Default', null, true],
    ],
  );
  const events = await server.context.database.all(sql`SELECT * FROM audit_events`);
  assert.doesNotMatch(JSON.stringify(events), /hush/);
  assert.ok(!SECRETS.some((secret) => filesOf(server).includes(secret)));
});

test('what was hidden stays hidden, goes nowhere else, and stays when it is sent back as read', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id: user } = await server.userWithRoles();
  const [a, b] = [await addGroup(server, 'A', { members: [user] }), await addGroup(server, 'B')];
  const id = await create(server, 'token', {
    value_is_hidden: true,
    default_value: 'hush',
    hidden_value_domain_whitelist: 'https://example.com',
  });
  const path = `/user_attributes/${id}`;
  assert.deepEqual(faultsOf(await admin.patch(path, { value_is_hidden: false })), [
    'value_is_hidden invalid',
  ]);
  for (const hidden_value_domain_whitelist of ['https://evil.example', null]) {
    assert.deepEqual(faultsOf(await admin.patch(path, { hidden_value_domain_whitelist })), [
      'hidden_value_domain_whitelist invalid',
    ]);
  }
  assert.deepEqual(faultsOf(await admin.patch(path, { type: 'number', default_value: null })), [
    'type invalid',
  ]);
  const source = async (): Promise<string> =>
    (await admin.get(`/users/${user}/attribute_values?user_attribute_ids=${id}&include_unset=true`)).body[0]
      .source;
  const { body } = await admin.get(path);
  assert.deepEqual((await admin.patch(path, body)).body, body);
  assert.equal(await source(), 'Default', 'the default is still there');
  assert.equal((await admin.patch(path, { default_value: '' })).status, 200);
  assert.equal(await source(), 'No Value');

  await admin.patch(`/groups/${a}/attribute_values/${id}`, { value: 'hush a' });
  await admin.patch(`/groups/${b}/attribute_values/${id}`, { value: 'hush b' });
  const { body: values } = await admin.get(`${path}/group_values`);
  const turned = values.toReversed().map((item: object) => ({ ...item, rank: null }));
  const { status, body: after } = await admin.post(`${path}/group_values`, turned);
  assert.equal(status, 200);
  assert.deepEqual(
    after.map((item: { group_id: string; rank: number }) => [item.group_id, item.rank]),
    [
      [b, 1],
      [a, 2],
    ],
  );
  assert.equal(await source(), 'Group: A', 'the value is still there');
  const c = await addGroup(server, 'C');
  assert.deepEqual(faultsOf(await admin.post(`${path}/group_values`, [{ group_id: c, value: null }])), [
    '0.value missing_field',
  ]);
});

test('users see and set their own values where the attribute says so', async (t) => {
  const server = await startInProcess(t);
  const user = await server.userWithRoles('User');
  const other = await server.userWithRoles('User');
  const open = await create(server, 'open', { user_can_edit: true });
  const visible = await create(server, 'visible');
  const blind = await create(server, 'blind', { user_can_view: false, user_can_edit: true });
  const closed = await create(server, 'closed', { user_can_view: false });
  for (const id of [open, visible, blind, closed]) {
    await server.admin.patch(`/users/${user.id}/attribute_values/${id}`, { value: 'x' });
  }
  const mine = `/users/${user.id}/attribute_values`;
  const names = (body: { name: string }[]) => body.map(({ name }) => name);
  const seen = names((await user.api.get(`${mine}?include_unset=true&all_values=true`)).body);
  assert.deepEqual(seen, ['email', 'first_name', 'id', 'last_name', 'locale', 'name', 'open', 'visible']);
  assert.deepEqual(names((await user.api.get('/user_attributes')).body), seen);
  assert.equal((await user.api.get(`/user_attributes/${visible}`)).status, 200);
  assert.equal((await user.api.get(`/user_attributes/${closed}`)).status, 404);
  assert.equal((await user.api.get(`/user_attributes/${blind}`)).status, 404);

  assert.equal((await user.api.patch(`${mine}/${open}`, { value: 'y' })).body.value, 'y');
  const unseen = await user.api.patch(`${mine}/${blind}`, { value: 'y' });
  assert.deepEqual([unseen.status, unseen.body.value], [200, null]);
  const refused = await user.api.patch(`${mine}/${visible}`, { value: 'y' });
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /manage_users/);
  assert.equal((await user.api.delete(`${mine}/${visible}`)).status, 403);
  assert.equal((await user.api.patch(`${mine}/${closed}`, { value: 'y' })).status, 404);
  assert.equal((await user.api.delete(`${mine}/${closed}`)).status, 404);
  assert.equal((await user.api.delete(`${mine}/${open}`)).status, 204);

  const theirs = `/users/${other.id}/attribute_values`;
  assert.equal((await user.api.get(theirs)).status, 403);
  assert.equal((await user.api.patch(`${theirs}/${open}`, { value: 'y' })).status, 403);
  assert.equal((await user.api.delete(`${theirs}/${open}`)).status, 403);
  assert.equal((await user.api.get('/users/999/attribute_values')).status, 404);
  assert.equal((await user.api.patch(`/users/999/attribute_values/${open}`, { value: 'y' })).status, 404);
  const { body } = await server.admin.get(`${mine}?user_attribute_ids=${visible}&fields=value`);
  assert.deepEqual(body, [{ value: 'x' }], 'nothing was changed');
});

test('each permission opens its own door', async (t) => {
  const server = await startInProcess(t);
  const id = await create(server, 'closed', { user_can_view: false, default_value: 'd' });
  const someone = (await server.userWithRoles('User')).id;
  const calls = {
    define: (api: TestServer['admin']) => api.post('/user_attributes', definition(`a${Math.trunc(count++)}`)),
    change: (api: TestServer['admin']) => api.patch(`/user_attributes/${id}`, { label: 'Closed' }),
    groups: (api: TestServer['admin']) => api.get(`/user_attributes/${id}/group_values`),
    setGroups: (api: TestServer['admin']) =>
      api.post(`/user_attributes/${id}/group_values`, [{ group_id: '1', value: 'g' }]),
    setGroup: (api: TestServer['admin']) => api.patch(`/groups/1/attribute_values/${id}`, { value: 'g' }),
    unsetGroup: (api: TestServer['admin']) => api.delete(`/groups/1/attribute_values/${id}`),
    values: (api: TestServer['admin']) => api.get(`/users/${someone}/attribute_values`),
    set: (api: TestServer['admin']) => api.patch(`/users/${someone}/attribute_values/${id}`, { value: 'u' }),
    unset: (api: TestServer['admin']) => api.delete(`/users/${someone}/attribute_values/${id}`),
    remove: (api: TestServer['admin']) => api.delete(`/user_attributes/999`),
  };
  let count = 0;
  const opens: Record<string, (keyof typeof calls)[]> = {
    see_users: ['groups', 'values'],
    manage_users: ['set', 'unset'],
    manage_groups: ['setGroups', 'setGroup', 'unsetGroup'],
    administer: ['define', 'change', 'remove'],
  };
  for (const [permission, allowed] of Object.entries(opens)) {
    const { api } = await userWho(server, `see_names ${permission}`);
    for (const [name, call] of Object.entries(calls)) {
      const { status } = await call(api);
      const may = allowed.includes(name as keyof typeof calls);
      assert.equal(status === 403, !may, `${permission}: ${name} answers ${status}`);
      assert.ok([200, 204, 403, 404].includes(status), `${permission}: ${name} answers ${status}`);
    }
  }
  const { api } = await userWho(server, 'see_users manage_users');
  const administrator = await api.patch(`/users/1/attribute_values/${id}`, { value: 'x' });
  assert.equal(administrator.status, 403, 'nobody reaches above their own rank');
  const { body } = await api.get(`/users/1/attribute_values?user_attribute_ids=${id}`);
  assert.deepEqual(
    body.map(({ value, can }: { value: string; can: object }) => [value, can]),
    [['d', { show: true, index: true, show_value: true, set_value: true }]],
  );
  for (const path of ['/user_attributes', `/user_attributes/${id}`, `/users/1/attribute_values`]) {
    assert.equal((await server.as(null).get(path)).status, 401);
  }
});
