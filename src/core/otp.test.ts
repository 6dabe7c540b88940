import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { spellingsOf } from '../../test/spellings.ts';
import {
  type Algorithm,
  assertParameters,
  candidateSteps,
  DEFAULT_PARAMETERS,
  hotp,
  matchStep,
  type OtpParameters,
  parseCode,
  seedBytes,
  timeStep,
} from './otp.ts';

const rfcSeed = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length));
const SEED = rfcSeed(20);

test('the ten counters of RFC 4226 appendix D give the published codes', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  for (const [counter, code] of codes.entries()) assert.equal(hotp(SEED, counter, 'SHA1', 6), code);
});

test('the eighteen vectors of RFC 6238 appendix B give the published codes', () => {
  const vectors: [number, string, string, string][] = [
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ];
  for (const [unixTime, ...codes] of vectors) {
    for (const [index, algorithm] of (['SHA1', 'SHA256', 'SHA512'] as const).entries()) {
      const seed = rfcSeed(seedBytes(algorithm));
      assert.equal(hotp(seed, timeStep(unixTime * 1000, 30), algorithm, 8), codes[index]);
    }
  }
});

test('the counter is hashed as 64 bits', () => {
  assert.notEqual(hotp(SEED, 2 ** 32, 'SHA1', 8), hotp(SEED, 0, 'SHA1', 8));
  assert.notEqual(hotp(SEED, 2 ** 32 + 1, 'SHA1', 8), hotp(SEED, 1, 'SHA1', 8));
});

test('a counter or number of digits that makes no sense is refused', () => {
  for (const counter of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => hotp(SEED, counter, 'SHA1', 6), RangeError);
  }
  for (const digits of [0, 1, 5, 9, 6.5, -6, Number.NaN]) {
    assert.throws(() => hotp(SEED, 1, 'SHA1', digits), RangeError);
    assert.throws(() => matchStep(SEED, '000000', [1], { ...DEFAULT_PARAMETERS, digits }), RangeError);
  }
});

test('time steps are exact before and after 2038, 2106 and in the year 9999', () => {
  for (const date of ['1970-01-01', '2038-01-19T03:14:08', '2106-02-07T06:28:16', '9999-12-31T23:59:59']) {
    const milliseconds = Date.parse(date.includes('T') ? `${date}Z` : date);
    for (const period of [15, 30, 60, 120]) {
      const exact = Number(BigInt(milliseconds) / BigInt(period * 1000));
      assert.equal(timeStep(milliseconds, period), exact);
      assert.equal(timeStep(exact * period * 1000, period), exact, 'first millisecond of the step');
      assert.equal(timeStep((exact + 1) * period * 1000 - 1, period), exact, 'last millisecond of the step');
    }
  }
});

test('codes of the previous, current and next step are candidates, around the drift learnt', () => {
  const now = 1_700_000_000_000;
  const step = timeStep(now, 30);
  assert.deepEqual(candidateSteps(now, 30, 0), [step - 1, step, step + 1]);
  assert.deepEqual(candidateSteps(now, 30, 2), [step + 1, step + 2, step + 3]);
  assert.deepEqual(candidateSteps(now, 30, -2), [step - 3, step - 2, step - 1]);
});

test('no candidate step is negative', () => {
  assert.deepEqual(candidateSteps(0, 30, 0), [0, 1]);
  assert.deepEqual(candidateSteps(0, 30, -1), [0]);
  assert.deepEqual(candidateSteps(0, 30, -2), []);
  assert.deepEqual(candidateSteps(Number.NaN, 30, 0), [], 'an unknown time accepts nothing');
});

const parameters: fc.Arbitrary<OtpParameters> = fc.record({
  algorithm: fc.constantFrom<Algorithm>('SHA1', 'SHA256', 'SHA512'),
  digits: fc.integer({ min: 6, max: 8 }),
  periodSeconds: fc.integer({ min: 15, max: 120 }),
});

const seeds = fc.uint8Array({ minLength: 16, maxLength: 140 }).map((array) => Buffer.from(array));

test('a code matches the newest of the steps it is the code of, in any order of steps, and no other', () => {
  const steps = fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(seeds, steps, parameters, (seed, steps, parameters) => {
      const { algorithm, digits } = parameters;
      const codes = steps.map((step) => hotp(seed, step, algorithm, digits));
      for (const code of [...codes, '0'.repeat(digits)]) {
        const expected = steps.filter((_, index) => codes[index] === code);
        const found = matchStep(seed, code, steps, parameters);
        assert.equal(found, expected.length > 0 ? Math.max(...expected) : undefined);
      }
    }),
    { numRuns: 500 },
  );
});

test('when two steps have the same code, the newer one counts', () => {
  const byCode = new Map<string, number>();
  for (let step = 0; ; step++) {
    const code = hotp(SEED, step, 'SHA1', 6);
    const older = byCode.get(code);
    if (older !== undefined) {
      assert.equal(matchStep(SEED, code, [older, step], DEFAULT_PARAMETERS), step);
      assert.equal(matchStep(SEED, code, [step, older], DEFAULT_PARAMETERS), step);
      return;
    }
    byCode.set(code, step);
  }
});

test('a code that starts with zeros matches, and only with its zeros', () => {
  let step = 0;
  while (!hotp(SEED, step, 'SHA1', 6).startsWith('00')) step++;
  const code = hotp(SEED, step, 'SHA1', 6);
  assert.equal(matchStep(SEED, code, [step], DEFAULT_PARAMETERS), step);
  for (const spelling of [code.slice(1), code.slice(2), `0${code}`, ` ${code.slice(1)}`]) {
    assert.equal(matchStep(SEED, spelling, [step], DEFAULT_PARAMETERS), undefined, JSON.stringify(spelling));
  }
});

test('step 0 can match', () => {
  assert.equal(matchStep(SEED, '755224', [0, 1], DEFAULT_PARAMETERS), 0);
  assert.equal(matchStep(SEED, '755224', [], DEFAULT_PARAMETERS), undefined);
});

test('matching leaves the seed as it was', () => {
  const seed = rfcSeed(20);
  matchStep(seed, '000000', [1, 2, 3], DEFAULT_PARAMETERS);
  assert.deepEqual(seed, SEED);
});

test('only the plain digits of a code are read, in no other spelling', () => {
  assert.equal(parseCode('012345', 6), '012345');
  const hostile: unknown[] = [
    ...spellingsOf('123456'),
    '',
    '0x1E24',
    '0x1E240',
    '1e0005',
    'NaNNaN',
    123456,
    123456n,
    null,
    undefined,
    true,
    ['123456'],
    ['1', '2', '3', '4', '5', '6'],
    { length: 6, toString: () => '123456' },
    new String('123456'),
    Buffer.from('123456'),
  ];
  for (const input of hostile) assert.equal(parseCode(input, 6), undefined, `accepted ${String(input)}`);
});

test('any text that is read as a code is exactly ASCII digits', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 9 }),
    fc.string({ unit: fc.constantFrom(...'0123456789 \n٣３+'), maxLength: 9 }),
  );
  fc.assert(
    fc.property(texts, fc.integer({ min: 6, max: 8 }), (text, digits) => {
      const isCode =
        text.length === digits && [...text].every((character) => '0123456789'.includes(character));
      assert.equal(parseCode(text, digits), isCode ? text : undefined);
    }),
    { numRuns: 5_000 },
  );
});

test('parameters outside the stated bounds are refused', () => {
  assert.doesNotThrow(() => assertParameters(DEFAULT_PARAMETERS));
  const wrong: object[] = [
    { algorithm: 'MD5' },
    { algorithm: 'sha1' },
    { algorithm: 'toString' },
    { digits: 5 },
    { digits: 9 },
    { digits: '6' },
    { periodSeconds: 14 },
    { periodSeconds: 121 },
    { periodSeconds: 30.5 },
    { periodSeconds: Number.NaN },
    { periodSeconds: '30' },
  ];
  for (const change of wrong) {
    assert.throws(
      () => assertParameters({ ...DEFAULT_PARAMETERS, ...change } as OtpParameters),
      RangeError,
      JSON.stringify(change),
    );
  }
});

test('new seeds are as long as the hash, and the defaults cannot be changed by accident', () => {
  assert.deepEqual([seedBytes('SHA1'), seedBytes('SHA256'), seedBytes('SHA512')], [20, 32, 64]);
  assert.ok(Object.isFrozen(DEFAULT_PARAMETERS));
  assert.deepEqual({ ...DEFAULT_PARAMETERS }, { algorithm: 'SHA1', digits: 6, periodSeconds: 30 });
});
