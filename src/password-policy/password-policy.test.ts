import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';
import { checkPassword } from './check-password.ts';

const lax = { min_length: 8, require_numeric: false, require_upperlower: false, require_special: false };
const strict = { min_length: 10, require_numeric: true, require_upperlower: true, require_special: true };
const faultsOf = (config: typeof lax, password: string) =>
  checkPassword(config, password).map(({ message }) => message);

test('a new server wants eight characters and nothing else', async (t) => {
  const { admin } = await startInProcess(t);
  const { status, body } = await admin.get('/password_config');
  assert.equal(status, 200);
  assert.deepEqual(body, { can: { show: true, update: true }, ...lax });
  assert.deepEqual(Object.keys(body), [
    'can',
    'min_length',
    'require_numeric',
    'require_upperlower',
    'require_special',
  ]);
});

test('only what is sent of the rules changes', async (t) => {
  const { admin } = await startInProcess(t);
  const first = await admin.patch('/password_config', { min_length: 12, require_special: true, more: 1 });
  assert.equal(first.status, 200);
  assert.deepEqual(first.body, { ...first.body, ...lax, min_length: 12, require_special: true });
  const second = await admin.patch('/password_config', { require_special: false, can: 'ignored' });
  assert.deepEqual(second.body, { ...second.body, ...lax, min_length: 12 });
  assert.deepEqual((await admin.patch('/password_config', {})).body, second.body);
  assert.deepEqual((await admin.patch('/password_config', second.body)).body, second.body);
  assert.deepEqual((await admin.get('/password_config')).body, second.body);
});

test('rules that are out of bounds or of the wrong type change nothing', async (t) => {
  const { admin } = await startInProcess(t);
  for (const min_length of [6, 101, 0, -8, 8.5, '12', null, [12], {}, true, 1e300]) {
    const { status, body } = await admin.patch('/password_config', { min_length, require_numeric: true });
    assert.equal(status, 422, JSON.stringify(min_length));
    assert.equal(body.message, 'Validation Failed');
    assert.deepEqual([body.errors[0].field, body.errors[0].code], ['min_length', 'invalid']);
  }
  for (const require_numeric of ['true', 1, null, []]) {
    const { status, body } = await admin.patch('/password_config', { min_length: 20, require_numeric });
    assert.equal(status, 422);
    assert.equal(body.errors[0].field, 'require_numeric');
  }
  assert.deepEqual((await admin.get('/password_config')).body, {
    can: { show: true, update: true },
    ...lax,
  });
  for (const bounds of [7, 100]) {
    assert.equal((await admin.patch('/password_config', { min_length: bounds })).body.min_length, bounds);
  }
  assert.equal((await admin.patch('/password_config', [])).status, 422);
});

test('the rules are for administrators', async (t) => {
  const { as, userWithRoles } = await startInProcess(t);
  const { api } = await userWithRoles('Support');
  const path = '/password_config/force_password_reset_at_next_login_for_all_users';
  for (const [who, status] of [
    [as(null), 401],
    [api, 403],
  ] as const) {
    assert.equal((await who.get('/password_config')).status, status);
    assert.equal((await who.patch('/password_config', { min_length: 7 })).status, status);
    assert.equal((await who.put(path)).status, status);
  }
  assert.match((await api.put(path)).body.message, /administer/);
});

test('everybody can be made to choose a new password', async (t) => {
  const { admin, clock, context } = await startInProcess(t);
  const path = '/password_config/force_password_reset_at_next_login_for_all_users';
  const before = clock.nowMs;
  const { status, headers, body } = await admin.put(path);
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^application\/json/);
  assert.equal(body, '1 user more must choose a new password at the next sign-in.');
  const me = (await admin.get('/user')).body;
  assert.equal(me.credentials_email.forced_password_reset_at_next_login, true);
  clock.nowMs += 1_000;
  assert.match((await admin.put(path)).body, /^0 users/);
  const rows = await context.database.all<{ at: number }>(
    sql`SELECT password_reset_required_at AS at FROM credentials_email`,
  );
  assert.deepEqual(
    rows.map(({ at }) => at),
    [before],
  );
});

test('a password is told every rule that it breaks, and never repeated', () => {
  assert.deepEqual(faultsOf(lax, 'eightchr'), []);
  assert.deepEqual(faultsOf(lax, 'seven c'), ["'password' must have at least 8 characters."]);
  assert.deepEqual(faultsOf(strict, 'hunter'), [
    "'password' must have at least 10 characters.",
    "'password' must have a digit.",
    "'password' must have an upper case and a lower case letter.",
    "'password' must have a character that is neither letter nor digit.",
  ]);
  assert.deepEqual(faultsOf(strict, 'Correct horse 1'), []);
  assert.deepEqual(faultsOf(strict, 'ÑandÚ-٣-пароль'), []);
  assert.equal(faultsOf(strict, 'Contraseña12').length, 1, 'ñ is a letter, however it is composed');
  assert.equal(faultsOf(strict, 'Contraseña12'.normalize('NFD')).length, 1);
  assert.deepEqual(faultsOf(lax, 'x'.repeat(1_024)), []);
  assert.equal(faultsOf(lax, 'x'.repeat(1_025)).length, 1);
});

test('a password is as long as it has characters', () => {
  assert.equal(faultsOf(lax, '🔑'.repeat(7)).length, 1);
  assert.deepEqual(faultsOf(lax, '🔑'.repeat(8)), []);
  assert.equal(faultsOf(lax, 'é'.repeat(7).normalize('NFD')).length, 1);
});
