import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  digest,
  digestsEqual,
  newAccessToken,
  newClientId,
  newClientSecret,
  randomAlphanumeric,
} from './tokens.ts';

test('random text has the length asked for and only letters and digits', () => {
  for (const length of [0, 1, 2, 7, 20, 40, 43, 1_000]) {
    for (let round = 0; round < 50; round++) {
      const text = randomAlphanumeric(length);
      assert.equal(text.length, length);
      assert.match(text, /^[0-9A-Za-z]*$/);
    }
  }
  assert.match(newAccessToken(), /^[0-9A-Za-z]{40}$/);
  assert.match(newClientId(), /^[0-9A-Za-z]{20}$/);
  assert.match(newClientSecret(), /^[0-9A-Za-z]{43}$/);
});

test('every character is equally likely', () => {
  const total = 620_000;
  const counts = new Map<string, number>();
  for (const character of randomAlphanumeric(total)) counts.set(character, (counts.get(character) ?? 0) + 1);
  assert.equal(counts.size, 62);
  const expected = total / 62;
  let chiSquare = 0;
  for (const count of counts.values()) chiSquare += (count - expected) ** 2 / expected;
  // 61 degrees of freedom: above 135 once in 10^7 runs; a plain byte % 62 gives thousands.
  assert.ok(chiSquare < 135, `chi-square ${chiSquare}`);
});

test('ten thousand tokens are all different', () => {
  assert.equal(new Set(Array.from({ length: 10_000 }, newAccessToken)).size, 10_000);
});

test('a digest is SHA-256 of the UTF-8 text', () => {
  assert.equal(
    digest('abc').toString('hex'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.deepEqual(digest(text), createHash('sha256').update(text, 'utf8').digest());
    }),
    { numRuns: 1_000 },
  );
});

test('digests are equal only when every bit is, and other lengths are unequal without an error', () => {
  const original = digest('abc');
  assert.ok(digestsEqual(original, digest('abc')));
  for (let bit = 0; bit < 256; bit++) {
    const changed = Buffer.from(original);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.ok(!digestsEqual(original, changed));
  }
  assert.ok(!digestsEqual(original, original.subarray(1)));
  assert.ok(!digestsEqual(Buffer.alloc(0), original));
});
