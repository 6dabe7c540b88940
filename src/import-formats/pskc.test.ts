import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
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

test('PSKC is read the way other programs write it: a PRF as text, a key without a name, one for the MACs, too', async () => {
  const expected = `key 1: ada@example.com ${SEED} SHA256 8 60`;
  const text = fixture('password.pskcxml');
  const prf = text.replace('<PRF/>', '<PRF>http://www.w3.org/2000/09/xmldsig#hmac-sha1</PRF>');
  assert.equal((await keysIn(prf, { password: 'qwerty' })).keys[0], expected);
  const otherPrf = text.replace(
    '<PRF/>',
    '<PRF Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>',
  );
  await assert.rejects(keysIn(otherPrf, { password: 'qwerty' }), /does not open it$/);
  const named = fixture('privacyidea.pskcxml');
  for (const unnamed of [
    named.replace('<ds:keyname>Pre-shared-key</ds:keyname>', ''),
    named.replace(/<encryptionkey>[\s\S]*<\/encryptionkey>/, ''),
  ]) {
    assert.notEqual(unnamed, named);
    assert.deepEqual((await keysIn(unnamed, { key: KEY })).keys, [`key 1: TOTP0001 ${SEED} SHA512 6 30`]);
  }
  // HMAC-SHA1 of the same value under the key of the encryption.
  const mac = createHmac('sha1', Buffer.from(KEY, 'hex'))
    .update(Buffer.from('AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv', 'base64'))
    .digest('base64');
  const oneKey = named.replace(/<mackey>[\s\S]*<\/mackey>/, '').replace('Su+NvtQfmvfJzF6bmQiJqoLRExc=', mac);
  assert.deepEqual((await keysIn(oneKey, { key: KEY })).keys, [`key 1: TOTP0001 ${SEED} SHA512 6 30`]);
  const certificate = named.replace(/ds:keyname/g, 'ds:x509data');
  await assert.rejects(keysIn(certificate, { key: KEY }), /something else than a password or a key/);
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
