import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addGroup, create, definition, faultsOf } from '../../test/attribute-fixtures.ts';
import { isError } from '../../test/contract/is-error.ts';
import { startInProcess } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const WHITELIST_RULE =
  'hidden_value_domain_whitelist must be a comma-separated list of urls with optional wildcards';

test('a user attribute is created, read, changed and deleted', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const created = await admin.post('/user_attributes', definition('region', { default_value: 'EU' }));
  assert.equal(created.status, 200);
  assert.deepEqual(created.body, {
    can: {
      show: true,
      index: true,
      create: true,
      show_value: true,
      update: true,
      destroy: true,
      set_value: true,
    },
    id: created.body.id,
    name: 'region',
    label: 'The region',
    type: 'string',
    default_value: 'EU',
    is_system: false,
    is_permanent: false,
    value_is_hidden: false,
    user_can_view: true,
    user_can_edit: false,
    hidden_value_domain_whitelist: null,
  });
  const path = `/user_attributes/${created.body.id}`;
  assert.deepEqual((await admin.get(path)).body, created.body);
  assert.deepEqual((await admin.get(`${path}?fields=name,id`)).body, {
    id: created.body.id,
    name: 'region',
  });
  const changed = await admin.patch(path, { label: 'Region', id: 7, can: null, unknown: [] });
  assert.deepEqual(changed.body, { ...created.body, label: 'Region' });
  assert.deepEqual((await admin.patch(path, changed.body)).body, changed.body, 'sent back as read');
  assert.deepEqual((await admin.patch(path, {})).body, changed.body);
  assert.equal((await admin.patch(path, { default_value: null })).body.default_value, null);
  assert.equal((await admin.patch(path, { default_value: 'US' })).body.default_value, 'US');
  assert.equal((await admin.patch(path, { default_value: '' })).body.default_value, null);
  const gone = await admin.delete(path);
  assert.equal(gone.status, 204);
  assert.equal(gone.body, '');
  assert.equal((await admin.get(path)).status, 404);
  assert.equal((await admin.delete(path)).status, 404);
  assert.equal((await admin.patch(path, { label: 'x' })).status, 404);
  const { body: next } = await admin.post('/user_attributes', definition('region'));
  assert.notEqual(next.id, created.body.id, 'an id is never given to another');
  const actions = await server.context.database.all<{ action: string }>(
    sql`SELECT DISTINCT action FROM audit_events WHERE action LIKE '%user_attribute%' ORDER BY action`,
  );
  assert.deepEqual(
    actions.map(({ action }) => action),
    ['create_user_attribute', 'delete_user_attribute', 'update_user_attribute'],
  );
});

test('user attributes are listed with the built-in ones, sorted as asked', async (t) => {
  const server = await startInProcess(t);
  await create(server, 'zone', { label: 'A zone' });
  const names = async (query: string): Promise<string[]> =>
    (await server.admin.get(`/user_attributes?fields=name&${query}`)).body.map(
      ({ name }: { name: string }) => name,
    );
  assert.deepEqual(await names(''), ['email', 'first_name', 'id', 'last_name', 'locale', 'name', 'zone']);
  assert.equal((await names('sorts=label'))[0], 'zone');
  assert.equal((await names('sorts=name desc'))[0], 'zone');
  const { status, body } = await server.admin.get('/user_attributes?sorts=default_value');
  assert.equal(status, 400);
  assert.match(body.message, /Sort by id, name, label, type/);
});

test('a name and a label are given once, and everything wrong is said', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const id = await create(server, 'region', { label: 'Región' });
  const refused = async (body: unknown): Promise<string[]> => {
    const answer = await admin.post('/user_attributes', body);
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    assert.equal(answer.body.message, 'Validation Failed');
    return faultsOf(answer);
  };
  const named = "There is a user attribute with the name '%'.";
  const labelled = "There is a user attribute with the label '%'.";
  const taken = async (body: object, ...messages: string[]) =>
    isError(await admin.post('/user_attributes', body), 409, messages.join(' '));
  await taken(definition('region'), named.replace('%', 'region'));
  await taken(definition('other', { label: 'REGIO\u0301N' }), labelled.replace('%', 'REGIO\u0301N'));
  const both = definition('email', { label: 'Región' });
  await taken(both, named.replace('%', 'email'), labelled.replace('%', 'Región'));
  assert.deepEqual(await refused({ ...both, type: 'date' }), [
    'type invalid',
    'name already_exists',
    'label already_exists',
  ]);
  assert.deepEqual(await refused({}), ['name missing_field', 'label missing_field', 'type missing_field']);
  assert.deepEqual(await refused({ name: null, label: ' ', type: '' }), [
    'name missing_field',
    'label missing_field',
    'type missing_field',
  ]);
  for (const name of ['Region', '1st', '_x', 'a-b', 'a b', 'ä']) {
    assert.deepEqual(await refused(definition(name)), ['name invalid'], name);
  }
  assert.deepEqual(await refused(definition('x', { type: 'date' })), ['type invalid']);
  assert.deepEqual(await refused(definition('x', { label: 'x'.repeat(256) })), ['label invalid']);
  assert.deepEqual(await refused(definition('x', { user_can_view: 'yes' })), ['user_can_view invalid']);
  assert.deepEqual(await refused(definition('x', { value_is_hidden: null })), ['value_is_hidden invalid']);
  assert.deepEqual(await refused(definition('x', { default_value: 7 })), ['default_value invalid']);
  assert.deepEqual(await refused(definition('x', { default_value: 'x'.repeat(10_001) })), [
    'default_value invalid',
  ]);
  assert.deepEqual(await refused([]), ['body invalid']);
  const other = await create(server, 'other');
  assert.deepEqual(faultsOf(await admin.patch(`/user_attributes/${other}`, { name: 'region' })), [
    'name already_exists',
  ]);
  assert.deepEqual(faultsOf(await admin.patch(`/user_attributes/${other}`, { label: null })), [
    'label missing_field',
  ]);
  assert.equal((await admin.patch(`/user_attributes/${id}`, { name: 'area' })).body.name, 'area');
});

test('the type stays while there are values of it', async (t) => {
  const server = await startInProcess(t);
  const id = await create(server, 'size', { default_value: 'large' });
  const path = `/user_attributes/${id}`;
  assert.deepEqual(faultsOf(await server.admin.patch(path, { type: 'number' })), ['type invalid']);
  const changed = await server.admin.patch(path, { type: 'number', default_value: '7' });
  assert.deepEqual([changed.body.type, changed.body.default_value], ['number', '7']);
  await server.admin.patch(`/users/1/attribute_values/${id}`, { value: '8' });
  assert.deepEqual(faultsOf(await server.admin.patch(path, { type: 'string', default_value: 'x' })), [
    'type invalid',
  ]);
});

test("a user's value goes before those of their groups, and those before the default", async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const user = (await admin.post('/users', { first_name: 'Ann', last_name: 'Bo' })).body.id;
  const id = await create(server, 'region', { default_value: 'default' });
  const outer = await addGroup(server, 'Outer');
  const inner = await addGroup(server, 'Inner', { parent: outer, members: [user] });
  const other = await addGroup(server, 'Other');
  const read = async (query = '') =>
    (await admin.get(`/users/${user}/attribute_values?user_attribute_ids=${id}&${query}`)).body;
  const [first] = await read();
  assert.deepEqual(first, {
    can: { show: true, index: true, show_value: true, set_value: true },
    name: 'region',
    label: 'The region',
    rank: null,
    value: 'default',
    user_id: user,
    user_can_edit: false,
    value_is_hidden: false,
    user_attribute_id: id,
    source: 'Default',
    hidden_value_domain_whitelist: null,
  });
  const set = await admin.post(`/user_attributes/${id}/group_values`, [
    { group_id: other, value: 'other' },
    { group_id: outer, value: 'outer' },
    { group_id: inner, value: 'inner' },
    { group_id: '1', value: 'everybody' },
  ]);
  assert.equal(set.status, 200);
  const effective = async () => {
    const [{ value, source, rank }] = await read();
    return [value, source, rank];
  };
  assert.deepEqual(await effective(), ['outer', 'Group: Outer', 2], 'through a group in a group');
  await admin.post(`/user_attributes/${id}/group_values`, [
    { group_id: '1', value: 'everybody' },
    { group_id: outer, value: 'outer' },
  ]);
  assert.deepEqual(await effective(), ['everybody', 'Group: All Users', 1]);
  const own = await admin.patch(`/users/${user}/attribute_values/${id}`, { value: 'own' });
  assert.deepEqual(own.body, { ...first, value: 'own', source: 'User' });
  assert.deepEqual(await read(), [own.body]);
  assert.deepEqual(
    (await read('all_values=true')).map(({ value }: { value: string }) => value),
    ['own', 'everybody', 'outer', 'default'],
  );
  assert.equal((await admin.delete(`/users/${user}/attribute_values/${id}`)).status, 204);
  assert.equal((await admin.delete(`/users/${user}/attribute_values/${id}`)).status, 204);
  assert.deepEqual(await effective(), ['everybody', 'Group: All Users', 1]);
});

test('what follows from the user can neither be set nor changed', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { body } = await admin.get('/user_attributes/1');
  assert.deepEqual([body.name, body.is_system, body.is_permanent], ['email', true, true]);
  assert.deepEqual([body.can.update, body.can.destroy, body.can.set_value], [false, false, false]);
  const answers = [
    await admin.patch('/user_attributes/1', { label: 'Mail' }),
    await admin.delete('/user_attributes/1'),
    await admin.patch('/users/1/attribute_values/1', { value: 'a@example.com' }),
    await admin.delete('/users/1/attribute_values/1'),
    await admin.post('/user_attributes/1/group_values', []),
    await admin.patch('/groups/1/attribute_values/1', { value: 'x' }),
    await admin.delete('/groups/1/attribute_values/1'),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 405);
    assert.match(answer.body.message, /built in/);
  }
  const [email] = (await admin.get('/users/1/attribute_values?user_attribute_ids=1')).body;
  assert.deepEqual([email.value, email.source], ['admin@example.com', 'System']);
});

test('where a hidden value may be sent is a list of urls with wildcards', async (t) => {
  const server = await startInProcess(t);
  let n = 0;
  const answer = (hidden_value_domain_whitelist: string) =>
    server.admin.post('/user_attributes', definition(`a${++n}`, { hidden_value_domain_whitelist }));
  for (const right of [
    'https://example.com',
    'https://*.example.com/*, http://localhost:8080/x',
    'my_domain/route/sub/*',
    'example.com:*',
  ]) {
    const { status, body } = await answer(right);
    assert.equal(status, 200, right);
    assert.equal(body.hidden_value_domain_whitelist, right);
  }
  for (const wrong of [
    '',
    ' ',
    ',',
    'https://',
    '*',
    'https://*',
    'a b',
    'ftp://x',
    'javascript:x',
    'x,,y',
  ]) {
    const { status, body } = await answer(wrong);
    assert.equal(status, 422, wrong);
    assert.deepEqual(
      body.errors.map(({ message }: { message: string }) => message),
      [WHITELIST_RULE],
    );
  }
});
