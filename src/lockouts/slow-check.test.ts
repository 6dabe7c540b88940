import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { AppError } from '../core/app-error.ts';
import { loginAttempt } from './login-attempt.ts';
import { checkSlowly } from './slow-check.ts';

const attempt = loginAttempt('email', 'someone@example.com', '192.0.2.1');
const slowly = () => new Promise((resolve) => setTimeout(resolve, 5));
const isLocked = (error: unknown) => error instanceof AppError && error.code === 'too_many_requests';

test('of fifty wrong passwords at once, four are looked at', async (t) => {
  const { context } = await startInProcess(t);
  let looked = 0;
  const guess = (right: boolean) =>
    checkSlowly(context, attempt, {
      userId: 1,
      async check() {
        looked++;
        await slowly();
        return right;
      },
      succeed: async () => 'in',
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => guess(false)));
  assert.equal(looked, 4);
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 4);
  await assert.rejects(guess(true), isLocked);
  assert.equal(looked, 4);
});

test('the fourth password may be right, and then the count starts over', async (t) => {
  const { context, admin } = await startInProcess(t);
  const guess = (right: boolean) =>
    checkSlowly(context, attempt, { userId: 1, check: async () => right, succeed: async () => 'in' });
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 3; n++) assert.equal(await guess(false), undefined);
    assert.equal(await guess(true), 'in');
  }
  for (let n = 0; n < 4; n++) assert.equal(await guess(false), undefined);
  await assert.rejects(guess(true), isLocked);
  const [lock] = (await admin.get('/user_login_lockouts')).body;
  assert.deepEqual([lock.auth_type, lock.user_id], ['email', '1']);
});

test('a check that could not take place costs nothing', async (t) => {
  const { context } = await startInProcess(t);
  const busy = () =>
    checkSlowly(context, attempt, {
      userId: null,
      check: () => Promise.reject(new Error('busy')),
      succeed: async () => 'in',
    });
  for (let n = 0; n < 9; n++) await assert.rejects(busy(), /busy/);
  assert.equal(
    await checkSlowly(context, attempt, { userId: null, check: async () => true, succeed: async () => 'in' }),
    'in',
  );
});
