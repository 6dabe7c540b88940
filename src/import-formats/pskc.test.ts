import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

const SEED = '12345678901234567890';
const KEY = '12345678901234567890123456789012';

test('PSKC protected by a password gives the key of RFC 6030, figure 7', async () => {
  assert.deepEqual(await keysIn(fixture('password.pskcxml'), { password: 'qwerty' }), {
    format: 'PSKC',
    keys: [`key 1: ada@example.com ${SEED} SHA256 8 60`, 'key 2: it counts instead of going by time (HOTP)'],
  });
  await assert.rejects(keysIn(fixture('password.pskcxml')), {
    name: 'RangeError',
    message: 'it is protected by a password: say --password-file',
  });
  await assert.rejects(
    keysIn(fixture('password.pskcxml'), { password: 'qwertz' }),
    /^RangeError: the password or key does not open it$/,
  );
});

test('PSKC protected by a key gives the key of RFC 6030, figure 6, written the way privacyIDEA does', async () => {
  const text = fixture('privacyidea.pskcxml');
  const expected = [`key 1: TOTP0001 ${SEED} SHA512 6 30`];
  assert.deepEqual((await keysIn(text, { key: KEY })).keys, expected);
  assert.deepEqual((await keysIn(text, { key: Buffer.from(KEY, 'hex').toString('base64') })).keys, expected);
  await assert.rejects(keysIn(text), /say --key-file/);
  await assert.rejects(keysIn(text, { key: 'abc' }), /must be 128, 192 or 256 bits/);
  await assert.rejects(keysIn(text, { key: KEY + KEY }), /the key must have 128 bits/);
});

test('no value of PSKC is decrypted whose MAC is wrong or missing', async () => {
  const text = fixture('privacyidea.pskcxml');
  const changed = [
    [text.replace('Su+NvtQf', 'Tu+NvtQf'), 'its MAC is wrong: another password or key, or it was changed'],
    [text.replace('CAwQFBgcI', 'CAwQFBgcJ'), 'its MAC is wrong: another password or key, or it was changed'],
    [text.replace(/<valuemac>.*<\/valuemac>/, ''), 'its MAC is missing'],
  ] as const;
  for (const [broken, why] of changed) {
    assert.notEqual(broken, text);
    assert.deepEqual((await keysIn(broken, { key: KEY })).keys, [`key 1: ${why}`]);
  }
});

test('PSKC without protection gives keys, and says why not of each other one', async () => {
  assert.deepEqual((await keysIn(fixture('plain.pskcxml'))).keys, [
    `key 1: 0755225266 ${SEED} SHA1 6 30`,
    'key 2: its policy asks for what cannot be kept to',
    'key 3: its codes are not decimal',
    'key 4: the secret must have at least 128 bits',
    'key 5: the secret is missing',
  ]);
});

test('XML that is broken, deep, or has a document type is refused without a word of what is in it', async () => {
  const refusals = [
    [
      '<!DOCTYPE x [<!ENTITY a "canary">]><KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc">&a;</KeyContainer>',
      /has a document type/,
    ],
    [
      '<KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc">&canary;</KeyContainer>',
      /is broken in line 1$/,
    ],
    ['<KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc"><canary>', /is broken in line 1$/],
    [`<KeyContainer>${'<a>'.repeat(100)}`, /nested too deeply/],
    ['<KeyContainer xmlns="urn:canary"/>', /no PSKC container/],
  ] as const;
  for (const [text, why] of refusals) {
    await assert.rejects(keysIn(text), (error: Error) => {
      assert.match(error.message, why);
      assert.doesNotMatch(error.message, /canary/);
      return error instanceof RangeError;
    });
  }
});
