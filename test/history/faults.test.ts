import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faultsOf } from './faults.ts';
import { type Attempt, Recorder } from './history.ts';

/** A code of Ada's that was accepted, from one moment to another. */
const code = (step: number, invokedMs: number, returnedMs: number, more: Partial<Attempt> = {}): Attempt => ({
  client: 'phone',
  kind: 'code',
  user: 'Ada',
  what: step,
  invokedMs,
  returnedMs,
  outcome: 'accepted',
  ...more,
});

const faults = (attempts: Attempt[], ...restoresMs: number[]) => faultsOf({ attempts, restoresMs });

test('a history in which each step is accepted once, and in order, has no fault', () => {
  assert.deepEqual(
    faults([
      code(7, 0, 10),
      code(7, 11, 12, { outcome: 'refused' }),
      code(8, 13, 20),
      code(7, 30, 40, { user: 'Grace' }),
      code(9, 41, 50, { kind: 'recovery code', what: 'ABC' }),
    ]),
    [],
  );
});

test('a step that is accepted twice is a fault, also at the same instant', () => {
  assert.deepEqual(faults([code(7, 0, 10), code(7, 5, 15, { client: 'desk' })]), [
    'code 7 of Ada was accepted 2 times, by phone, desk',
  ]);
});

test('a recovery code or a link that is used twice is a fault', () => {
  for (const kind of ['recovery code', 'password link'] as const) {
    const used = [code(0, 0, 10, { kind, what: 'ABC' }), code(0, 5, 15, { kind, what: 'ABC' })];
    assert.deepEqual(faults(used), [`${kind} ABC of Ada was accepted 2 times, by phone`]);
  }
});

test('an older step after a newer one is a fault, unless the two were under way at once', () => {
  assert.deepEqual(faults([code(8, 0, 10), code(7, 11, 20)]), ['code 7 of Ada was accepted after step 8']);
  assert.deepEqual(faults([code(8, 0, 10), code(7, 9, 20)]), []);
  assert.deepEqual(
    faults([code(7, 11, 20), code(8, 0, 10), code(6, 0, 5)]),
    ['code 7 of Ada was accepted after step 8'],
    'in whatever order they were written down',
  );
});

test('what has no answer may have been accepted or not', () => {
  const unknown = code(7, 0, 0, { outcome: 'unknown' });
  assert.deepEqual(faults([unknown, code(7, 11, 20)]), []);
  assert.deepEqual(faults([unknown, code(7, 11, 20), code(7, 21, 30)]).length, 2);
});

test('what was used before a restore, or may have been, and works after it is a fault', () => {
  const after = 'code 7 of Ada was accepted after the restore, and may have been before';
  assert.deepEqual(faults([code(7, 0, 10, { outcome: 'unknown' }), code(7, 30, 40)], 20), [after]);
  assert(faults([code(7, 0, 10), code(7, 30, 40)], 20).includes(after));
  assert.deepEqual(faults([code(7, 0, 10, { outcome: 'refused' }), code(7, 30, 40)], 20), []);
});

test('whichever accepted attempt of a right history is accepted again, it shows', () => {
  const attempt = fc.record({ user: fc.constantFrom('Ada', 'Grace'), gap: fc.integer({ min: 1, max: 3 }) });
  fc.assert(
    fc.property(fc.array(attempt, { minLength: 1, maxLength: 30 }), fc.nat(), (made, pick) => {
      const steps = new Map<string, number>();
      const right = made.map(({ user, gap }, index) => {
        const step = (steps.get(user) ?? 0) + gap;
        steps.set(user, step);
        return code(step, index * 10, index * 10 + 5, { user });
      });
      assert.deepEqual(faults(right), []);
      const again = right[pick % right.length] as Attempt;
      const wrong = [...right, { ...again, invokedMs: right.length * 10, returnedMs: right.length * 10 + 5 }];
      assert(faults(wrong).length >= 2, 'twice, and out of order');
    }),
  );
});

test('a recorder writes down what was sent before its answer, and what came of it', async () => {
  const recorder = new Recorder();
  const which = { client: 'phone', kind: 'code', user: 'Ada', what: 7 } as const;
  await recorder.attempt(which, async () => true);
  await recorder.attempt(which, async () => false);
  await recorder.attempt(which, async () => undefined);
  await assert.rejects(recorder.attempt(which, () => Promise.reject(new TypeError('the server is gone'))));
  assert.deepEqual(
    recorder.attempts.map(({ outcome, returnedMs }) => [outcome, returnedMs !== undefined]),
    [
      ['accepted', true],
      ['refused', true],
      ['unknown', true],
      ['unknown', false],
    ],
  );
  for (const { invokedMs, returnedMs = Infinity } of recorder.attempts) assert(invokedMs <= returnedMs);
});
