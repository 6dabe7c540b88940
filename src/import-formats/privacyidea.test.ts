import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const keys = [
  'token 1: ada@example.com 12345678901234567890 SHA1 6 30',
  'token 2: TOTP0002 12345678901234567890 SHA256 8 60',
  'token 3: grace@example.com it counts instead of going by time (HOTP)',
  'token 4: grace@example.com the token is disabled',
  'token 5: grace@example.com its enrolment is not complete',
  'token 6: grace@example.com the token is disabled',
  'token 7: grace@example.com it is no TOTP key',
  'token 8: grace@example.com the secret is missing',
  'token 9: grace@example.com the secret must have at least 128 bits',
];

test('privacyIDEA: YAML and its own sealed format say the same', async () => {
  const format = 'privacyIDEA tokens';
  assert.deepEqual(await keysIn(fixture('privacyidea.yaml')), { format, keys });
  const sealed = fixture('privacyidea.pi');
  assert.deepEqual(await keysIn(sealed, { key: KEY }), { format, keys });
  await assert.rejects(keysIn(sealed), /^RangeError: it is protected by a key: say --key-file$/);
  await assert.rejects(keysIn(sealed, { key: `B${KEY.slice(1)}` }), /^RangeError: the key does not open it$/);
  await assert.rejects(keysIn(sealed, { key: 'short' }), /^RangeError: the key must be 256 bits/);
  await assert.rejects(
    keysIn(sealed.replace(/.{4}=*$/, 'AAAA'), { key: KEY }),
    /^RangeError: the key does not open/,
  );
});

test('privacyIDEA: CSV has secrets in hexadecimal or Base32, and no algorithm', async () => {
  assert.deepEqual((await keysIn(fixture('privacyidea.csv'))).keys, [
    'line 1: ada@example.com 12345678901234567890 SHA1 6 30',
    'line 2: TOTP0002 12345678901234567890 SHA1 8 60',
    'line 3: grace@example.com it counts instead of going by time (HOTP)',
    `line 4: grace@example.com ${'\u00ca'.repeat(20)} SHA1 6 30`,
    'line 5: grace@example.com digits must be 6, 7 or 8',
  ]);
  const empty = 'grace@example.com, TOTP0006, , totp, 6, 30\n';
  assert.deepEqual((await keysIn(empty + fixture('privacyidea.csv'))).keys.slice(0, 2), [
    'line 1: grace@example.com the secret is missing',
    'line 2: ada@example.com 12345678901234567890 SHA1 6 30',
  ]);
  const shifted = [
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ, totp, 8, 60',
    'n/a, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ, totp, 6, 30',
  ];
  for (const line of shifted) {
    assert.equal(
      (await keysIn(`${fixture('privacyidea.csv').trimEnd()}\n${line}`)).keys.at(-1),
      'line 6: it is not as privacyIDEA writes a token',
    );
  }
  const seed = '3132333435363738393031323334353637383930';
  const owners = ['ada@example.com@corp', 'ada@corp', 'n/a'].map(
    (owner) => `${owner}, T1, ${seed}, totp, 6, 30`,
  );
  assert.deepEqual(
    (await keysIn(owners.join('\n'))).keys.map((key) => key.split(' ')[2]),
    ['ada@example.com', 'ada@corp', 'T1'],
    'a login that is an e-mail address stands without the realm',
  );
});
