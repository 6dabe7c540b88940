import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';

test('a model set is created, read, changed and deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const made = await admin.post('/model_sets', { name: 'Sales', models: ['orders', 'people', 'orders'] });
  assert.equal(made.status, 200);
  assert.deepEqual(Object.keys(made.body), ['can', 'all_access', 'built_in', 'id', 'models', 'name', 'url']);
  assert.deepEqual(made.body.models, ['orders', 'people']);
  assert.equal(made.body.all_access, false);
  const path = `/model_sets/${made.body.id}`;
  assert.deepEqual((await admin.get(path)).body, made.body);
  const changed = await admin.patch(path, { models: ['one, "two"'] });
  assert.equal(changed.body.name, 'Sales');
  assert.deepEqual(changed.body.models, ['one, "two"']);
  assert.deepEqual((await admin.patch(path, { models: null })).body.models, []);
  assert.equal((await admin.delete(path)).status, 204);
  for (const answer of [await admin.get(path), await admin.patch(path, {}), await admin.delete(path)]) {
    assert.equal(answer.status, 404);
  }
});

test('the built-in model set cannot be changed, and one in use cannot be deleted', async (t) => {
  const { admin } = await startInProcess(t);
  const [all] = (await admin.get('/model_sets')).body;
  assert.equal(all.name, 'All');
  assert.equal(all.all_access, true);
  assert.equal(all.can.update, false);
  assert.equal((await admin.patch(`/model_sets/${all.id}`, { name: 'x' })).status, 405);
  assert.equal((await admin.delete(`/model_sets/${all.id}`)).status, 405);
  const used = (await admin.post('/model_sets', { name: 'Used' })).body;
  await admin.post('/roles', { name: 'User of it', permission_set_id: '4', model_set_id: used.id });
  const refused = await admin.delete(`/model_sets/${used.id}`);
  assert.equal(refused.status, 405);
  assert.match(refused.body.message, /User of it/);
});

test('a model set without a name, or with one that is taken, is refused', async (t) => {
  const { admin } = await startInProcess(t);
  const missing = await admin.post('/model_sets', { models: [] });
  assert.equal(missing.status, 422);
  assert.equal(missing.body.errors[0].code, 'missing_field');
  assert.equal((await admin.post('/model_sets', { name: 'all' })).status, 409);
  const { id } = (await admin.post('/model_sets', { name: 'Mine' })).body;
  assert.equal((await admin.patch(`/model_sets/${id}`, { name: 'ALL' })).status, 422);
  for (const models of ['x', [1], ['a\u0007'], ['x'.repeat(256)], Array(2_001).fill('x')]) {
    assert.equal((await admin.post('/model_sets', { name: 'New', models })).status, 422);
  }
});

test('model sets are read by those who may see users, and changed by those who change settings', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const { api: user } = await userWithRoles('User');
  const { api: support } = await userWithRoles('Support');
  const { id } = (await admin.post('/model_sets', { name: 'Mine' })).body;
  assert.equal((await user.get('/model_sets')).status, 403);
  assert.equal((await support.get('/model_sets')).status, 200);
  for (const refused of [
    await support.post('/model_sets', { name: 'x' }),
    await support.patch(`/model_sets/${id}`, { name: 'x' }),
    await support.delete(`/model_sets/${id}`),
  ]) {
    assert.equal(refused.status, 403);
    assert.match(refused.body.message, /administer/);
  }
});

test('model sets are searched', async (t) => {
  const { admin } = await startInProcess(t);
  await admin.post('/model_sets', { name: 'Sales' });
  const names = async (query: string) =>
    (await admin.get(`/model_sets/search?${query}`)).body.map(({ name }: { name: string }) => name);
  assert.deepEqual(await names('sorts=name desc'), ['Sales', 'All']);
  assert.deepEqual(await names('name=SAL%25'), ['Sales']);
  assert.deepEqual(await names('all_access=true'), ['All']);
  assert.deepEqual(await names('built_in=false&id=1,2'), ['Sales']);
});
