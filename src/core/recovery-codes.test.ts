import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  newRecoveryCode,
  parseRecoveryCode,
  RECOVERY_CODE_COUNT,
  recoveryCodeDigest,
} from './recovery-codes.ts';

const CANONICAL = '0123456789ABCDEFGHJKMNPQR';

test('a new code is five groups of five characters that cannot be mistaken for each other', () => {
  const seen = new Map<string, number>();
  for (let round = 0; round < 4_000; round++) {
    const code = newRecoveryCode();
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){4}$/);
    assert.equal(parseRecoveryCode(code), code.replaceAll('-', ''));
    for (const character of code.replaceAll('-', '')) seen.set(character, (seen.get(character) ?? 0) + 1);
  }
  assert.equal(seen.size, 32);
  for (const [character, count] of seen) assert.ok(Math.abs(count - 3_125) < 400, `${character}: ${count}`);
  assert.equal(RECOVERY_CODE_COUNT, 10);
});

test('a code is read in lower case, with or without hyphens and spaces, and with O, I and L', () => {
  const spellings = [
    CANONICAL,
    '01234-56789-ABCDE-FGHJK-MNPQR',
    '01234 56789 ABCDE FGHJK MNPQR',
    '  o1234-56789-abcde-fghjk-mnpqr ',
    'Oi23456789abcdefghjkmnpqr',
    'ol23456789ABCDEFGHJKMNPQR',
    'OI23456789ABCDEFGHJKMNPQR',
    'OL23456789ABCDEFGHJKMNPQR',
    '0-1-2-3-4-5-6-7-8-9-A-B-C-D-E-F-G-H-J-K-M-N-P-Q-R--',
  ];
  for (const spelling of spellings) assert.equal(parseRecoveryCode(spelling), CANONICAL, spelling);
});

test('anything else is not a code', () => {
  const hostile: unknown[] = [
    '',
    '-----',
    CANONICAL.slice(1),
    `${CANONICAL}S`,
    CANONICAL.replace('A', 'U'),
    CANONICAL.replace('A', 'u'),
    CANONICAL.replace('1', 'ı'),
    CANONICAL.replace('K', '\u212a'),
    CANONICAL.replace('0', '０'),
    CANONICAL.replace('A', 'Ａ'),
    CANONICAL.replace('9', '٩'),
    `${CANONICAL.slice(1)}ſ`,
    `${CANONICAL}\n`,
    `\t${CANONICAL}`,
    `${CANONICAL}\u00a0`,
    `${CANONICAL}\u200b`,
    `${CANONICAL}\0`,
    CANONICAL.replace('A', '_'),
    CANONICAL.replace('A', '–'),
    25,
    null,
    undefined,
    [CANONICAL],
    { toString: () => CANONICAL },
    Buffer.from(CANONICAL),
  ];
  for (const input of hostile) assert.equal(parseRecoveryCode(input), undefined, `accepted ${String(input)}`);
});

test('whatever is read as a code is in the one form all spellings share', () => {
  const texts = fc.string({ unit: fc.constantFrom(...'0AZzoOlLiIuU -ſKé'), minLength: 20, maxLength: 32 });
  fc.assert(
    fc.property(texts, (text) => {
      const canonical = parseRecoveryCode(text);
      if (canonical === undefined) return;
      assert.match(canonical, /^[0-9A-HJKMNP-TV-Z]{25}$/);
      assert.equal(parseRecoveryCode(canonical), canonical);
    }),
    { numRuns: 5_000 },
  );
});

test('the stored digest differs for every user and every code', () => {
  const digests = [
    recoveryCodeDigest(1, CANONICAL),
    recoveryCodeDigest(2, CANONICAL),
    recoveryCodeDigest(10, CANONICAL),
    recoveryCodeDigest(1, CANONICAL.replace('R', 'S')),
  ];
  assert.equal(new Set(digests.map((bytes) => bytes.toString('hex'))).size, digests.length);
  assert.ok(digests.every((bytes) => bytes.length === 32));
  assert.deepEqual(recoveryCodeDigest(1, CANONICAL), digests[0]);
});

test('a user id that is not a whole number is refused', () => {
  for (const userId of [Number.NaN, 1.5, 2 ** 53, Number.POSITIVE_INFINITY]) {
    assert.throws(() => recoveryCodeDigest(userId, CANONICAL), RangeError);
  }
});
