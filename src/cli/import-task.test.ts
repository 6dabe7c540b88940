import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { DEFAULT_PARAMETERS } from '../core/otp.ts';
import { importLookerUsers } from './import-looker-task.ts';
import { importKeys, type KeyToImport } from './import-task.ts';

const keys = Array.from(
  { length: 50 },
  (_, index): KeyToImport => ({
    at: `line ${index + 1}`,
    // Two keys for every person: the one that comes later is not theirs.
    account: `person-${index >> 1}@example.com`,
    seed: Buffer.alloc(20, index + 1).toString('base64'),
    parameters: DEFAULT_PARAMETERS,
  }),
);

test('a whole batch is imported at once, and on trial nothing is left of it', async (t) => {
  const { context, admin } = await startInProcess(t);
  const userCount = async (): Promise<number> => (await admin.get('/users')).body.length;
  const outcomes = (reports: { outcome: string }[]) =>
    [...new Set(reports.map(({ outcome }) => outcome))]
      .sort()
      .map((outcome) => [outcome, reports.filter((report) => report.outcome === outcome).length]);

  const trial = await importKeys({ context }, { keys, dryRun: true });
  assert.deepEqual(outcomes(trial.reports), [['imported', 50]]);
  assert.equal(await userCount(), 1);

  const done = await importKeys({ context }, { keys, dryRun: false });
  assert.deepEqual(outcomes(done.reports), [
    ['conflict', 25],
    ['imported', 25],
  ]);
  assert.equal(await userCount(), 26);
  const again = await importKeys({ context }, { keys, dryRun: false });
  assert.deepEqual(outcomes(again.reports), [
    ['conflict', 25],
    ['unchanged', 25],
  ]);

  const users = Array.from({ length: 50 }, (_, index) => ({
    id: String(index),
    firstName: `Person ${index}`,
    lastName: undefined,
    email: `person-${index}@example.com`,
    isDisabled: index % 2 === 0,
    roles: ['support'],
  }));
  const made = await importLookerUsers({ context }, { users, dryRun: false, withRoles: true });
  assert.deepEqual(outcomes(made.reports), [
    ['imported', 25],
    ['unchanged', 25],
  ]);
  assert.equal(await userCount(), 51);
});
