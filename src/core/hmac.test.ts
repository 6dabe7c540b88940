import assert from 'node:assert/strict';
import { createHmac, hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Algorithm, hkdf32, macOf, padKey, wipe } from './hmac.ts';

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));

const algorithms = fc.constantFrom<Algorithm>('SHA1', 'SHA256', 'SHA512');

test('HMAC equals that of OpenSSL for keys shorter and longer than a block', () => {
  fc.assert(
    fc.property(algorithms, bytes(0, 300), bytes(0, 100), (algorithm, key, message) => {
      const pads = padKey(algorithm, key, message.length);
      pads.inner.set(message, pads.hash.blockBytes);
      const expected = createHmac(algorithm, key).update(message).digest('latin1');
      assert.equal(macOf(pads), expected);
      assert.equal(macOf(pads), expected, 'the same pads serve again');
    }),
    { numRuns: 2_000 },
  );
});

test('a key of exactly one block is used as it is, one byte more is hashed first', () => {
  for (const [algorithm, block] of [
    ['SHA1', 64],
    ['SHA256', 64],
    ['SHA512', 128],
  ] as const) {
    for (const key of [Buffer.alloc(block - 1, 1), Buffer.alloc(block, 1), Buffer.alloc(block + 1, 1)]) {
      assert.equal(macOf(padKey(algorithm, key, 0)), createHmac(algorithm, key).digest('latin1'));
    }
  }
});

test('nothing of the key is left after a wipe', () => {
  const pads = padKey('SHA256', Buffer.alloc(32, 0xaa), 8);
  wipe(pads);
  assert.ok(pads.inner.every((byte) => byte === 0));
  assert.ok(pads.outer.every((byte) => byte === 0));
});

test('HKDF equals that of OpenSSL', () => {
  fc.assert(
    fc.property(bytes(0, 100), bytes(0, 100), fc.string({ unit: 'grapheme' }), (key, salt, info) => {
      assert.deepEqual(hkdf32(key, salt, info), Buffer.from(hkdfSync('sha256', key, salt, info, 32)));
    }),
    { numRuns: 1_000 },
  );
});

test('HKDF gives the first 32 bytes of RFC 5869 appendix A.3', () => {
  const derived = hkdf32(Buffer.alloc(22, 0x0b), Buffer.alloc(0), '');
  assert.equal(derived.toString('hex'), '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d');
});
