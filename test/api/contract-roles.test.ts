import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/store/sql.ts';
import { isError } from '../contract/is-error.ts';
import { startInProcess } from '../harness.ts';

test('roles are listed and given, and nobody gives more than they have', async (t) => {
  const { admin, userWithRoles } = await startInProcess(t);
  const roles: { id: string; name: string; permission_set: Record<string, unknown> }[] = (
    await admin.get('/roles')
  ).body;
  assert.deepEqual(
    roles.map(({ id, name }) => [id, name]),
    [
      ['2', 'Admin'],
      ['3', 'Support'],
      ['4', 'Verifier'],
      ['5', 'User'],
    ],
  );
  assert.deepEqual([roles[0]?.permission_set.built_in, roles[0]?.permission_set.all_access], [true, true]);
  const chosen = (
    await admin.get(`/roles?ids=${encodeURIComponent('"4,2"')}&fields=name,permission_set(name)`)
  ).body;
  assert.deepEqual(chosen, [
    { name: 'Admin', permission_set: { name: 'Admin' } },
    { name: 'Verifier', permission_set: { name: 'Verifier' } },
  ]);

  const { id, api } = await userWithRoles();
  const path = `/users/${id}/roles`;
  assert.deepEqual((await api.get(path)).body, []);
  assert.equal((await admin.put(path, ['4', '3', '4'])).body.length, 2);
  assert.deepEqual((await admin.get(`/users/${id}`)).body.role_ids, ['3', '4']);
  assert.deepEqual((await admin.get(`${path}?fields=id&direct_association_only=true`)).body, [
    { id: '3' },
    { id: '4' },
  ]);
  isError(await admin.put(path, ['3', '999']), 404, 'Not found');
  isError(await api.put(path, ['2']), 403, /manage_roles/);
  for (const body of [{}, '3', [3], ['x'], ['03'], [null]])
    isError(await admin.put(path, body), 422, 'Validation Failed');
  assert.deepEqual((await admin.get(`/users/${id}`)).body.role_ids, ['3', '4'], 'nothing is half done');
  assert.deepEqual((await admin.put(path, [])).body, []);
  isError(await admin.put('/users/1/roles', ['3']), 403, /last administrator/);
  isError(await admin.get('/users/999999/roles'), 404, 'Not found');
});

test('a caller who may not see users cannot tell who there is', async (t) => {
  const { admin, context, userWithRoles } = await startInProcess(t);
  await context.database.transaction(async (tx) => {
    await tx.run(sql`
      INSERT INTO permission_sets (id, name, name_key, permissions) VALUES (90, 'Auditor', 'auditor', 'see_audit')`);
    await tx.run(
      sql`INSERT INTO roles (id, name, name_key, permission_set_id) VALUES (90, 'Auditor', 'auditor', 90)`,
    );
  });
  const auditor = await userWithRoles('Auditor');
  const other = (await admin.post('/users')).body.id;
  const there = await auditor.api.post(`/users/${other}/credentials_totp`);
  const absent = await auditor.api.post('/users/999999/credentials_totp');
  isError(there, 404, 'Not found');
  assert.deepEqual(there, absent);
  isError(await auditor.api.post(`/users/${auditor.id}/credentials_totp`), 403, /enroll_two_factor/);
});
