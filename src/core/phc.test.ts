import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatPhc, parsePhc } from './phc.ts';

const bytes = (minLength: number) =>
  fc.uint8Array({ minLength, maxLength: 64 }).map((array) => Buffer.from(array));
const hashes = fc.record(
  {
    memoryKiB: fc.integer({ min: 64, max: 256 * 1024 }),
    passes: fc.integer({ min: 1, max: 16 }),
    lanes: fc.integer({ min: 1, max: 8 }),
    salt: bytes(8),
    hash: bytes(16),
  },
  { noNullPrototype: true },
);

test('whatever is written as a PHC string is read back', () => {
  fc.assert(fc.property(hashes, (one) => assert.deepEqual(parsePhc(formatPhc(one)), one)));
});

test('a PHC string has one spelling, and whatever else is refused without repeating it', () => {
  fc.assert(
    fc.property(hashes, fc.nat(), fc.constantFrom(...' =,$0A\n'), (one, at, inserted) => {
      const right = formatPhc(one);
      const place = at % (right.length + 1);
      const other = right.slice(0, place) + inserted + right.slice(place);
      let read: ReturnType<typeof parsePhc>;
      try {
        read = parsePhc(other);
      } catch (error) {
        assert(error instanceof RangeError && !error.message.includes(other));
        return;
      }
      assert.equal(formatPhc(read), other);
    }),
    { numRuns: 1_000 },
  );
});
