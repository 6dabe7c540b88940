import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedInWithRoles } from '../../test/administrator.ts';
import { startInProcess } from '../../test/harness.ts';
import { newPerson } from '../../test/person.ts';

test('a group is made, renamed and deleted on its page, which says what goes with it', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { browser, id } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const create = async (name: string) => {
    await browser.open('/admin/groups/new');
    return browser.send('/admin/groups/new', { name });
  };
  const made = await create('Staff');
  const [, path = '', group] = /^((?:\/\w+)+\/(\d+))\?done=yes$/.exec(made.path) ?? [];
  assert.match(made.text, /Done\. The audit log has it/);
  for (const name of [' ', 'staff', 'two\nlines', 'x'.repeat(256)]) {
    const refused = await create(name);
    assert.ok([409, 422].includes(refused.status), name);
    assert.match(refused.text, /Nothing was changed: Create a group/, name);
  }

  await browser.open(`${path}/rename`);
  assert.equal((await browser.send(`${path}/rename`, { name: 'All users' })).status, 422);
  assert.match((await browser.send(`${path}/rename`, { name: 'Helpers' })).text, /<h1>Helpers/);

  await admin.put('/roles/4/groups', [group]);
  await admin.post(`/groups/${group}/users`, { user_id: id });
  await admin.patch('/two_factor_policy', { required_of: 'some', group_ids: [group] });
  const { text } = await browser.open(`${path}/delete`);
  assert.match(text, /One person is in it, and stays.*It gives: Verifier\. The policy requires a second/);
  assert.equal((await browser.send(`${path}/delete`)).path, '/admin/groups?done=yes');
  assert.equal((await browser.open(path)).status, 404);

  const { body: events } = await admin.get(`/audit_events?actor_id=${id}`);
  assert.deepEqual(
    events
      .map(({ action, target_group_id }: Record<string, string>) => [action, target_group_id])
      .filter(([action]: string[]) => action?.endsWith('_group')),
    ['delete_group', 'update_group', 'create_group'].map((action) => [action, group]),
  );
});

test('people are put into a group by address or id, listed a page at a time, and taken out', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const { id: group } = (await admin.post('/groups', { name: 'Staff' })).body;
  const path = `/admin/groups/${group}`;
  const add = async (person: string) => {
    await browser.open(`${path}/add`);
    return browser.send(`${path}/add`, { person });
  };
  await newPerson(server);
  const { id: nameless } = (await admin.post('/users', {})).body;
  assert.match((await add(' ADA@example.com ')).text, /Ada Lovelace<\/a>/);
  assert.match((await add(nameless)).text, new RegExp(`User ${nameless}</a>`));
  for (const person of ['', 'nobody@example.com', '999', '0', '%']) {
    const refused = await add(person);
    assert.equal(refused.status, 404, person);
    assert.match(refused.text, /Nobody has this e-mail address or id/, person);
  }

  const remove = `${path}/people/${nameless}/remove`;
  await browser.open(remove);
  assert.match((await browser.send(remove)).text, /People \(1\)/);
  assert.equal((await browser.open(remove)).status, 404, 'who is not in it is not taken out');

  for (let n = 0; n < 50; n++) await add((await admin.post('/users', { first_name: 'Eve' })).body.id);
  const first = await browser.open(path);
  assert.match(first.text, new RegExp(`People \\(51\\).*href="${path}\\?page=2"`, 's'));
  assert.equal((await browser.open(`${path}?page=2`)).text.match(/class="name"/g)?.length, 1);
  assert.match((await browser.open(`${path}?page=x`)).text, /Ada Lovelace/);
});

test('the roles that a group gives are chosen on its page, and no others change', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { browser, id } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const [staff, other] = await Promise.all(
    ['Staff', 'Other'].map(async (name) => (await admin.post('/groups', { name })).body.id),
  );
  await admin.put('/roles/3/groups', [other]);
  await admin.post(`/groups/${other}/groups`, { group_id: staff });
  const path = `/admin/groups/${staff}`;
  assert.match((await browser.open(path)).text, /Roles of groups it is in<\/dt>.*Support<\/a>/);
  await browser.open(`${path}/roles`);
  const { text } = await browser.send(`${path}/roles`, { role_3: 'yes', role_4: 'yes' });
  assert.match(text, /Support<\/a><\/li><li><a href="\/admin\/roles\/4">Verifier/);
  const groupsWith = async (role: number) =>
    (await admin.get(`/roles/${role}/groups`)).body.map((row: { id: string }) => row.id).sort();
  assert.deepEqual(await groupsWith(3), [staff, other].sort());
  await browser.open(`${path}/roles`);
  await browser.send(`${path}/roles`, { role_3: 'yes' });
  assert.deepEqual([await groupsWith(3), await groupsWith(4)], [[staff, other].sort(), []]);
  const { body: events } = await admin.get(`/audit_events?actor_id=${id}&action=set_role_groups`);
  assert.deepEqual(
    events.map(({ detail, target_group_id }: Record<string, string>) => [target_group_id, detail]),
    [
      [staff, 'role 4: groups none'],
      [staff, `role 4: groups ${staff}`],
      [staff, `role 3: groups ${other}, ${staff}`],
    ],
  );
});

test('All Users says why it stays as it is, and nobody changes what gives more than they have', async (t) => {
  const server = await startInProcess(t);
  const { admin, clock } = server;
  const { id: set } = (
    await admin.post('/permission_sets', {
      name: 'Groups',
      permissions: ['see_users', 'manage_groups', 'manage_roles'],
    })
  ).body;
  await admin.post('/roles', { name: 'Grouper', permission_set_id: set, model_set_id: '1' });
  const { id: staff } = (await admin.post('/groups', { name: 'Staff' })).body;
  await admin.post(`/groups/${staff}/users`, { user_id: '1' });
  await admin.put('/roles/3/groups', [staff]);
  const { browser } = await signedInWithRoles(server, 'grouper@example.com', 'Grouper');
  const everybody = await browser.open('/admin/groups/1');
  assert.match(everybody.text, /All Users is built in: everybody is in it/);
  for (const change of ['rename', 'delete', 'add', 'people/1/remove']) {
    assert.equal((await browser.open(`/admin/groups/1/${change}`)).status, 404, change);
    const path = `/admin/groups/${staff}/${change}`;
    assert.equal((await browser.open(path)).status, 200, change);
    const refused = await browser.send(path, { name: 'Mine', person: '1' });
    assert.equal(refused.status, 403, change);
    assert.match(refused.text, /the group gives permissions that you do not have/, change);
  }
  await browser.open('/admin/groups/1/roles');
  const refused = await browser.send('/admin/groups/1/roles', { role_2: 'yes' });
  assert.equal(refused.status, 403);
  assert.match(refused.text, /a role gives permissions that you do not have/);
  assert.deepEqual((await admin.get('/roles/2/groups')).body, []);

  const support = await signedInWithRoles(server, 'support@example.com', 'Support');
  const { text } = await support.browser.open(`/admin/groups/${staff}`);
  assert.match(text, /Admin Countersign<\/a>/);
  assert.doesNotMatch(text, /Rename|Choose roles|Add a person|Remove/);
  for (const path of [
    'new',
    `${staff}/delete`,
    `${staff}/add`,
    `${staff}/roles`,
    `${staff}/people/1/remove`,
  ]) {
    assert.equal((await support.browser.open(`/admin/groups/${path}`)).status, 404, path);
  }
  clock.nowMs += 11 * 60_000;
  assert.match((await browser.open(`/admin/groups/${staff}/delete`)).path, /^\/sign-in\?why=again/);
});
