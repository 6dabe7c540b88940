import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  BURST,
  type Bucket,
  charge,
  longTermBucket,
  refund,
  retryAtMs,
  settleAfterClockSetBack,
  successProbability,
  yearlyGuesses,
} from './budget.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const LONG_TERM = longTermBucket(0.001);

/** Charges until the bucket refuses. */
function drain(tatMs: number, nowMs: number, bucket: Bucket): { tatMs: number; guesses: number } {
  let guesses = 0;
  for (let tat = tatMs; ; guesses++) {
    const next = charge(tat, nowMs, bucket);
    if (next === undefined) return { tatMs: tat, guesses };
    tat = next;
  }
}

test('a full bucket allows exactly its capacity at once', () => {
  assert.equal(drain(0, NOW, BURST).guesses, 5);
  assert.equal(drain(0, NOW, LONG_TERM).guesses, 20);
});

test('an empty bucket allows one more guess when the refill time is over, and not a millisecond sooner', () => {
  const { tatMs } = drain(0, NOW, BURST);
  assert.equal(retryAtMs(tatMs, NOW, BURST), NOW + 60_000);
  assert.equal(charge(tatMs, NOW + 59_999, BURST), undefined);
  assert.equal(drain(tatMs, NOW + 60_000, BURST).guesses, 1);
  assert.equal(drain(tatMs, NOW + 5 * 60_000, BURST).guesses, 5);
  assert.equal(drain(tatMs, NOW + 500 * 60_000, BURST).guesses, 5, 'never more than its capacity');
});

const buckets = fc.record({
  capacity: fc.integer({ min: 1, max: 30 }),
  refillMs: fc.integer({ min: 1, max: 5_000 }),
});
const waits = fc.array(fc.integer({ min: 0, max: 8_000 }), { maxLength: 120 });

test('in any stretch of time no more than capacity + time / refill guesses pass', () => {
  fc.assert(
    fc.property(buckets, waits, (bucket, waits) => {
      const passed: number[] = [];
      let now = NOW;
      let tat = 0;
      for (const wait of waits) {
        now += wait;
        const next = charge(tat, now, bucket);
        if (next === undefined) continue;
        tat = next;
        passed.push(now);
      }
      for (const [from, start] of passed.entries()) {
        for (const [to, end] of passed.entries()) {
          if (to < from) continue;
          assert.ok(to - from + 1 <= bucket.capacity + Math.floor((end - start) / bucket.refillMs));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('the time given for the next try is the first moment at which one passes', () => {
  fc.assert(
    fc.property(buckets, fc.integer({ min: -200_000, max: 200_000 }), (bucket, ahead) => {
      const tat = NOW + ahead;
      const at = retryAtMs(tat, NOW, bucket);
      assert.equal(at === undefined, charge(tat, NOW, bucket) !== undefined);
      if (at === undefined) return;
      assert.ok(at > NOW);
      assert.equal(charge(tat, at - 1, bucket), undefined);
      assert.notEqual(charge(tat, at, bucket), undefined);
      assert.equal(retryAtMs(tat, at, bucket), undefined);
    }),
    { numRuns: 2_000 },
  );
});

test('a guess that is put back can be used again, and putting back never fills above the capacity', () => {
  const once = charge(0, NOW, BURST) ?? assert.fail();
  assert.equal(drain(refund(once, BURST), NOW, BURST).guesses, 5);
  const { tatMs } = drain(0, NOW, BURST);
  assert.equal(drain(refund(tatMs, BURST), NOW, BURST).guesses, 1);
  assert.equal(refund(0, BURST), 0);
  fc.assert(
    fc.property(buckets, fc.nat(50), (bucket, times) => {
      let tat = drain(0, NOW, bucket).tatMs;
      for (let round = 0; round < times; round++) tat = refund(tat, bucket);
      assert.ok(tat >= 0);
      assert.equal(drain(tat, NOW, bucket).guesses, Math.min(times, bucket.capacity));
    }),
  );
});

test('putting a guess back keeps the guesses charged in between', () => {
  const first = charge(0, NOW, BURST) ?? assert.fail();
  const second = charge(first, NOW, BURST) ?? assert.fail();
  assert.equal(refund(second, BURST), first);
});

test('setting the clock back never brings a guess sooner', () => {
  const spans = fc.integer({ min: 0, max: 200_000 });
  fc.assert(
    fc.property(buckets, spans, spans, (bucket, ahead, back) => {
      const tat = NOW + ahead;
      const { guesses } = drain(tat, NOW, bucket);
      assert.ok(drain(tat, NOW - back, bucket).guesses <= guesses);
    }),
    { numRuns: 1_000 },
  );
});

test('a clock that swings back and forth lets no more pass than the latest moment it showed', () => {
  const swings = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 150 });
  fc.assert(
    fc.property(buckets, swings, (bucket, moments) => {
      let tat = NOW;
      let passed = 0;
      for (const moment of moments) {
        const next = charge(tat, NOW + moment, bucket);
        if (next === undefined) continue;
        tat = next;
        passed++;
      }
      const latest = Math.max(0, ...moments);
      assert.ok(passed <= bucket.capacity + Math.floor(latest / bucket.refillMs));
    }),
    { numRuns: 1_000 },
  );
});

test('after a clock that ran ahead is put right, the wait is one refill, and no guess is free', () => {
  const wrong = NOW + 24 * HOUR;
  const { tatMs } = drain(0, wrong, BURST);
  assert.ok((retryAtMs(tatMs, NOW, BURST) ?? 0) > NOW + 23 * HOUR, 'unsettled, it would last a day');
  const settled = settleAfterClockSetBack(tatMs, NOW, BURST);
  assert.equal(charge(settled, NOW, BURST), undefined);
  assert.equal(retryAtMs(settled, NOW, BURST), NOW + 60_000);
});

test('settling changes nothing while the clock is right', () => {
  fc.assert(
    fc.property(buckets, waits, (bucket, waits) => {
      let now = NOW;
      let tat = 0;
      for (const wait of waits) {
        now += wait;
        tat = charge(tat, now, bucket) ?? tat;
        assert.equal(settleAfterClockSetBack(tat, now, bucket), tat);
      }
    }),
  );
});

test('an attacker who tries every minute of a year stays within the chance that was stated', () => {
  for (const chance of [0.0001, 0.001, 0.01]) {
    const bucket = longTermBucket(chance);
    let passed = 0;
    let [burst, long] = [0, 0];
    for (let now = NOW; now < NOW + 365 * 24 * HOUR; now += 60_000) {
      const nextBurst = charge(burst, now, BURST);
      const nextLong = charge(long, now, bucket);
      if (nextBurst === undefined || nextLong === undefined) continue;
      [burst, long] = [nextBurst, nextLong];
      passed++;
    }
    assert.equal(passed, yearlyGuesses(bucket));
    const reached = successProbability(passed, 3, 6);
    assert.ok(reached <= chance && reached > chance * 0.9, `${reached} for ${chance}`);
  }
  assert.equal(yearlyGuesses(longTermBucket(0.001)), 332);
  assert.throws(() => longTermBucket(0.00001), RangeError);
});

test('chances agree with the simple formula, and are exact for very small ones', () => {
  assert.ok(Math.abs(successProbability(175_200, 3, 6) - 0.409) < 0.0005);
  assert.ok(Math.abs(successProbability(1, 3, 8) - 3e-8) < 1e-20);
  assert.equal(successProbability(0, 3, 6), 0);
});

test('what is stored stays a whole number', () => {
  const tat = charge(0, NOW, LONG_TERM) ?? assert.fail();
  for (const value of [tat, refund(tat, LONG_TERM), retryAtMs(drain(0, NOW, BURST).tatMs, NOW, BURST)]) {
    assert.ok(Number.isSafeInteger(value));
  }
});
