import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedInWithRoles } from '../../test/administrator.ts';
import { startInProcess } from '../../test/harness.ts';
import { newPerson } from '../../test/person.ts';

test('a role says what it allows, which groups give it and who has it, and is given to groups and taken', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const ada = await newPerson(server);
  const { id: staff } = (await admin.post('/groups', { name: 'Staff' })).body;
  await admin.post(`/groups/${staff}/users`, { user_id: ada.id });
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const { text } = await browser.open('/admin/roles/3');
  assert.match(text, /Reset second factors, unlock.*Permission set: Support.*It is built in.*Nobody has it/s);
  assert.match((await browser.open('/admin/roles/2')).text, /Do everything.*Grace Lovelace<\/a>/s);
  for (const path of ['999', 'x', '3/groups/1/take', `3/groups/${staff}/take`]) {
    assert.equal((await browser.open(`/admin/roles/${path}`)).status, 404, path);
  }

  const give = async (group: string) => {
    await browser.open('/admin/roles/3/give');
    return browser.send('/admin/roles/3/give', { group });
  };
  assert.match((await give('Stafff')).text, /There is no group of this name/);
  const given = await give(' staff ');
  assert.equal(given.path, '/admin/roles/3?done=yes');
  assert.match(given.text, /Staff<\/a>.*Ada Lovelace<\/a>/s);
  assert.equal((await give('Staff')).status, 200, 'twice is once');
  await give('All Users');
  assert.match((await browser.open('/admin/roles/3')).text, /People \(3\)/);

  await browser.open(`/admin/roles/3/groups/${staff}/take`);
  await browser.send(`/admin/roles/3/groups/${staff}/take`);
  const left = (await admin.get('/roles/3/groups')).body;
  assert.deepEqual(
    left.map(({ id }: { id: string }) => id),
    ['1'],
  );
});

test('who may not change roles sees them, and nobody gives or takes through a group what they do not have', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id: set } = (
    await admin.post('/permission_sets', { name: 'Roles', permissions: ['see_users', 'manage_roles'] })
  ).body;
  const { id: own } = (
    await admin.post('/roles', { name: 'Giver', permission_set_id: set, model_set_id: '1' })
  ).body;
  const { id: staff } = (await admin.post('/groups', { name: 'Staff' })).body;
  await admin.put('/roles/2/groups', [staff]);
  const { browser } = await signedInWithRoles(server, 'giver@example.com', 'Giver');
  assert.match((await browser.open(`/admin/roles/${own}`)).text, /changed through the API.*update_role/s);
  for (const path of ['/admin/roles/3/give', `/admin/roles/2/groups/${staff}/take`]) {
    await browser.open(path);
    const refused = await browser.send(path, { group: 'Staff' });
    assert.equal(refused.status, 403, path);
    assert.match(refused.text, /a role gives permissions that you do not have/, path);
  }
  assert.deepEqual((await admin.get('/roles/3/groups')).body, []);
  assert.equal((await admin.get('/roles/2/groups')).body.length, 1);

  const support = await signedInWithRoles(server, 'support@example.com', 'Support');
  const { text } = await support.browser.open('/admin/roles/2');
  assert.match(text, /Staff<\/a>/);
  assert.doesNotMatch(text, /Give it|Take it/);
  for (const path of ['/admin/roles/2/give', `/admin/roles/2/groups/${staff}/take`]) {
    assert.equal((await support.browser.open(path)).status, 404, path);
  }
});
