import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase32, decodeWrittenBase32, encodeBase32 } from './base32.ts';

const VECTORS = [
  ['', ''],
  ['f', 'MY======'],
  ['fo', 'MZXQ===='],
  ['foo', 'MZXW6==='],
  ['foob', 'MZXW6YQ='],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI======'],
] as const;

test('the vectors of RFC 4648 section 10 encode and decode, with and without padding', () => {
  for (const [plain, padded] of VECTORS) {
    const bare = padded.replaceAll('=', '');
    assert.equal(encodeBase32(Buffer.from(plain)), bare);
    assert.equal(decodeBase32(bare).toString(), plain);
    assert.equal(decodeBase32(padded).toString(), plain);
  }
});

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
      const bytes = Buffer.from(array);
      assert.deepEqual(decodeBase32(encodeBase32(bytes)), bytes);
    }),
    { numRuns: 3_000 },
  );
});

test('whatever decodes has no second spelling', () => {
  const texts = fc.string({ unit: fc.constantFrom(...'ABCDMZQ234567a018='), maxLength: 20 });
  fc.assert(
    fc.property(texts, (text) => {
      let bytes: Buffer;
      try {
        bytes = decodeBase32(text);
      } catch (error) {
        assert.ok(error instanceof RangeError);
        return;
      }
      assert.equal(encodeBase32(bytes), text.replace(/=*$/, ''));
    }),
    { numRuns: 5_000 },
  );
});

test('text that is not Base32 is refused, and never repeated in the message', () => {
  const refused = [
    'mzxw6ytb',
    'MZXW6YT0',
    'MZXW6YT1',
    'MZXW6YT8',
    'MZXW6YT9',
    'MZXW 6YTB',
    'MZXW6YTB\n',
    'MZXW-6YTB',
    'MZXW6YTＢ',
    'MY======MZXW6YTB',
    'M=Y=====',
    '=MZXW6YT',
    'MY=',
    'MY=======',
    'MZXW6YTB=',
    'MZXW6YTB========',
    '=',
    '========',
    'M',
    'MZX',
    'MZXW6Y',
    'MZ',
    'MZXR',
    'MZXW7',
    'MZXW6YR',
  ];
  for (const text of refused) {
    assert.throws(
      () => decodeBase32(text),
      (error) => error instanceof RangeError && !error.message.includes(text),
      `accepted ${JSON.stringify(text)}`,
    );
  }
});

test('what people and other programs write is read in small letters, groups and any padding, and nothing else', () => {
  for (const text of ['mzxw6ytb', 'MZXW 6YTB', 'mzxw-6ytb', 'MZXW6YTB====', 'MZXW6YTB']) {
    assert.equal(decodeWrittenBase32(text).toString(), 'fooba', text);
  }
  // Letters that upper case would make a Latin one of.
  for (const text of ['mzxw6yt\u0131', 'mzxw6yt\u017f', 'MZXW6YTB\n', 'mzxw6yt1', 'mzxw7']) {
    assert.throws(() => decodeWrittenBase32(text), RangeError, JSON.stringify(text));
  }
});
