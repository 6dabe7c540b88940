import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OtpParameters } from './otp.ts';
import { DEFAULT_PARAMETERS } from './otp.ts';
import { cleanLabelPart, formatOtpauthUri, parseOtpauthUri } from './otpauth.ts';

const SEED = Buffer.from('12345678901234567890');
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const format = (issuer: string, account: string, parameters: OtpParameters = DEFAULT_PARAMETERS) =>
  formatOtpauthUri({ issuer, account, seed: SEED, parameters });

test('the URI is the one authenticators document', () => {
  assert.equal(
    format('Acme Co', 'ana+dev@example.com'),
    `otpauth://totp/Acme%20Co:ana%2Bdev%40example.com?secret=${SECRET}&issuer=Acme%20Co&algorithm=SHA1&digits=6&period=30`,
  );
});

test('names that try to change another parameter, hide, or are long come back as they were', () => {
  const names = [
    'a&secret=AAAA',
    'a?secret=AAAA#x',
    '%0A',
    '%3A',
    '%',
    '100%25',
    'a+b c',
    'a/b/../c',
    'a=b;c',
    '"<script>',
    'Ünïcödé',
    'アカウント',
    '👩‍👩‍👧',
    'é'.repeat(255),
    '😀'.repeat(255),
    'otpauth://totp/x'.replaceAll(':', '-'),
    '__proto__',
  ];
  for (const name of names) {
    for (const [issuer, account] of [
      [name, 'ana'],
      ['Acme', name],
      [name, name],
      ['', name],
    ] as const) {
      const parsed = parseOtpauthUri(format(issuer, account));
      assert.deepEqual(parsed, { issuer, account, seed: SEED, parameters: { ...DEFAULT_PARAMETERS } });
    }
  }
});

test('characters that are invisible or turn the reading direction are taken out of names', () => {
  const marks = [
    '\u202e',
    '\u202a',
    '\u2066',
    '\u2069',
    '\u200e',
    '\u200f',
    '\u061c',
    '\n',
    '\r',
    '\0',
    '\x7f',
    '\u0085',
    '\u2028',
    '\u2029',
  ];
  for (const mark of marks) {
    const uri = format(`Ac${mark}me`, `${mark}ana${mark}`);
    assert.equal(uri, format('Acme', 'ana'), `U+${mark.codePointAt(0)?.toString(16)}`);
  }
});

test('a colon in a name becomes a hyphen, so that it cannot move the border between issuer and account', () => {
  const { issuer, account } = parseOtpauthUri(format('Acme: Prod', 'CORP:ana'));
  assert.deepEqual({ issuer, account }, { issuer: 'Acme- Prod', account: 'CORP-ana' });
  assert.equal(parseOtpauthUri(format('', 'Evil:ana')).issuer, '');
});

test('half a surrogate pair does not stop enrolment', () => {
  assert.equal(parseOtpauthUri(format('Acme', 'a\ud83d')).account, 'a\ufffd');
});

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...':%&=?#/+ \u202e\nA3é😀'), maxLength: 12 }),
);

const parameters: fc.Arbitrary<OtpParameters> = fc.record(
  {
    algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
    digits: fc.integer({ min: 6, max: 8 }),
    periodSeconds: fc.integer({ min: 15, max: 120 }),
  },
  { noNullPrototype: true },
);

const seeds = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((array) => Buffer.from(array));

test('whatever is written is read back, with names as cleaned, and cleaning twice changes nothing', () => {
  fc.assert(
    fc.property(names, names, seeds, parameters, (issuer, account, seed, parameters) => {
      fc.pre(cleanLabelPart(account) !== '');
      const uri = formatOtpauthUri({ issuer, account, seed, parameters });
      assert.match(uri, /^[!-~]+$/);
      const clean = { issuer: cleanLabelPart(issuer), account: cleanLabelPart(account), seed, parameters };
      assert.deepEqual(parseOtpauthUri(uri), clean);
      assert.equal(formatOtpauthUri(parseOtpauthUri(uri)), uri);
    }),
    { numRuns: 5_000 },
  );
});

test('a URI of another program is read: defaults, unknown parameters, issuer in one place only', () => {
  const key = { issuer: 'Acme', account: 'ana', seed: SEED, parameters: { ...DEFAULT_PARAMETERS } };
  const query = `secret=${SECRET}`;
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/Acme:ana?${query}`), key);
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/Acme%3A%20ana?${query}&image=x&lock=`), key);
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/ana?${query}&issuer=Acme`), key);
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/Other:ana?${query}&issuer=Acme`), key);
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/ana?${query}`), { ...key, issuer: '' });
  assert.equal(parseOtpauthUri(`otpauth://totp/ana?${query}&issuer=Acme+Co`).issuer, 'Acme Co');
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/Acme:ana?secret=${SECRET.toLowerCase()}`), key);
  const grouped = SECRET.toLowerCase().replace(/.{4}/g, '$&%20');
  assert.deepEqual(parseOtpauthUri(`otpauth://totp/Acme:ana?secret=${grouped}&algorithm=sha1`), key);
  const colon = `otpauth://totp/Old%3A%20Lab:ana?${query}&issuer=Old%3A%20Lab`;
  assert.deepEqual(parseOtpauthUri(colon), { ...key, issuer: 'Old- Lab' });
  const other = parseOtpauthUri(`otpauth://totp/ana?algorithm=SHA512&period=60&digits=8&${query}`);
  assert.deepEqual(other.parameters, { algorithm: 'SHA512', digits: 8, periodSeconds: 60 });
});

test('a URI that is wrong in any part is refused with a reason that does not repeat it', () => {
  const good = `otpauth://totp/Acme:ana?secret=${SECRET}`;
  parseOtpauthUri(good);
  const refused = [
    '',
    SECRET,
    'https://example.com/?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    good.replace('totp', 'hotp'),
    ` ${good}`,
    `${good}\n`,
    `${good}#fragment`,
    'otpauth://totp/Acme:ana',
    'otpauth://totp/Acme:ana?issuer=Acme',
    'otpauth://totp/Acme:ana?secret=',
    good.replace('Acme:ana', ''),
    good.replace('Acme:ana', 'Acme:'),
    good.replace('Acme:ana', 'Acme:%20%0A'),
    good.replace('ana', '%zz'),
    good.replace('ana', '%ff'),
    good.slice(0, -1),
    good.slice(0, -8),
    `${good}&secret=${SECRET}`,
    `${good}&algorithm=MD5`,
    `${good}&algorithm=toString`,
    `${good}&algorithm=`,
    ...['', '5', '9', '06', '6.0', '6e0', '+6', '%206', '0x6', '-6', '６'].map(
      (digits) => `${good}&digits=${digits}`,
    ),
    ...['', '0', '14', '121', '030', '30s', '30.0', '1e2', '9999999'].map(
      (period) => `${good}&period=${period}`,
    ),
  ];
  for (const uri of refused) {
    assert.throws(
      () => parseOtpauthUri(uri),
      (error) =>
        error instanceof RangeError && error.message !== '' && !error.message.includes(SECRET.slice(0, 8)),
      `accepted ${uri}`,
    );
  }
});

test('no text makes reading fail in any other way than a refusal', () => {
  const pieces = fc.constantFrom(
    'otpauth://totp/',
    'A:b',
    '?',
    '&',
    '=',
    'secret',
    SECRET,
    'digits',
    '6',
    '%',
    '%41',
    ':',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        assert.ok(parseOtpauthUri(`otpauth://totp/${text}`).seed.length >= 16);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }),
    { numRuns: 5_000 },
  );
});

test('no URI is written for a seed under 128 bits, an account without a name, or odd parameters', () => {
  const key = { issuer: 'Acme', account: 'ana', seed: SEED, parameters: DEFAULT_PARAMETERS };
  assert.throws(() => formatOtpauthUri({ ...key, seed: SEED.subarray(0, 15) }), RangeError);
  assert.throws(() => formatOtpauthUri({ ...key, account: '\u202e ' }), RangeError);
  assert.throws(() => format('Acme', 'ana', { ...DEFAULT_PARAMETERS, digits: 9 }), RangeError);
});
