import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { fixture, keysIn } from '../../test/import-fixtures.ts';
import { formatOf, sourceFile } from './formats.ts';

const names = readdirSync(new URL('../../test/fixtures/import', import.meta.url)).sort();
const opening = { password: 'qwerty', key: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' };

test('whatever is changed in a file, it is read or refused, without a word of the secrets in it', async () => {
  const change = fc.record({
    name: fc.constantFrom(...names),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(40),
    put: fc.constantFrom(
      '',
      '"',
      '{}',
      '[]',
      'null',
      '-1',
      ',',
      '<a>',
      '&',
      '\u0000',
      'é',
      '99999999999999999999',
    ),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ name, at, length, put }) => {
      const text = fixture(name);
      const from = Math.floor(at * text.length);
      const changed = text.slice(0, from) + put + text.slice(from + length);
      if (!formatOf(sourceFile(changed))) return;
      try {
        for (const line of (await keysIn(changed, opening)).keys) {
          if (!/ SHA(?:1|256|512) [678] \d+$/.test(line))
            assert.doesNotMatch(line, /canary|GEZD|12345678901234/);
        }
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
        assert.doesNotMatch(error.message, /canary|GEZD|12345678901234/);
      }
    }),
    { numRuns: 1_500 },
  );
});

test('every file of the fixtures is taken for what it is, and notes for nothing', () => {
  const taken = names.map((name) => `${name}: ${formatOf(sourceFile(fixture(name)))?.name}`);
  assert.deepEqual(taken, [
    'authelia.csv: OATH CSV',
    'authelia.txt: otpauth URIs',
    'authelia.yaml: Authelia YAML',
    'better-auth.csv: better-auth rows',
    'better-auth.json: better-auth rows',
    'django-otp.json: django-otp dump',
    'keycloak.json: Keycloak realm',
    'password.pskcxml: PSKC',
    'plain.pskcxml: PSKC',
    'privacyidea.csv: privacyIDEA tokens',
    'privacyidea.pi: privacyIDEA tokens',
    'privacyidea.pskcxml: PSKC',
    'privacyidea.yaml: privacyIDEA tokens',
    'vault.json: Vault TOTP keys',
  ]);
  for (const text of [
    '',
    'milk, eggs\n',
    '{}',
    '[]',
    '[1, null]',
    '{"users": [{}]}',
    'null',
    '<html/>',
    '- a: b',
  ]) {
    assert.equal(formatOf(sourceFile(text)), undefined, text);
  }
});
