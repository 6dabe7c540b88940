import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KeptBackup } from './queries.ts';
import { outdated } from './retention.ts';

const DAY = 86_400_000;

/** One a day up to now, the newest first. */
const daily = (count: number, provedIndexes: readonly number[] = []): KeptBackup[] =>
  Array.from({ length: count }, (_, index) => ({
    id: count - index,
    sha256: `${index}`,
    bytes: 1,
    taken_at: (1_000 - index) * DAY,
    proved_at: provedIndexes.includes(index) ? 1_000 * DAY : null,
    place: '/backups',
    name: `${index}.age`,
  }));
const namesOf = (backups: KeptBackup[]) => backups.map(({ name }) => name);
const now = 1_000 * DAY;

test('so many are kept, or for so many days', () => {
  assert.deepEqual(namesOf(outdated(daily(5), { newest: 3 }, now)), ['3.age', '4.age']);
  assert.deepEqual(namesOf(outdated(daily(3), { newest: 3 }, now)), []);
  assert.deepEqual(namesOf(outdated(daily(5), { days: 2 }, now)), ['3.age', '4.age']);
  assert.deepEqual(namesOf(outdated([], { newest: 1 }, now)), []);
});

test('the newest that was proved restorable stays, however old it is; one that was proved before goes', () => {
  assert.deepEqual(namesOf(outdated(daily(6, [3, 5]), { newest: 2 }, now)), ['2.age', '4.age', '5.age']);
  assert.deepEqual(namesOf(outdated(daily(3, [2]), { days: 1 }, now + 400 * DAY)), ['1.age']);
});

test('whatever is kept, the newest and the newest proved are among it', () => {
  const backups = fc
    .record({ count: fc.nat(20), proved: fc.uniqueArray(fc.nat(19)) })
    .map(({ count, proved }) => daily(count, proved));
  const keep = fc.oneof(
    fc.record({ newest: fc.integer({ min: 1, max: 25 }) }),
    fc.record({ days: fc.integer({ min: 1, max: 25 }) }),
  );
  fc.assert(
    fc.property(backups, keep, fc.integer({ min: -5_000, max: 5_000 }), (all, kept, days) => {
      const gone = outdated(all, kept, now + days * DAY);
      const proved = all.find(({ proved_at }) => proved_at !== null);
      assert.ok(!all[0] || !gone.includes(all[0]));
      assert.ok(!proved || !gone.includes(proved));
      assert.ok(all.length === 0 || gone.length < all.length);
    }),
  );
});
