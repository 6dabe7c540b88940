import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

test('Authelia: YAML, CSV and URIs say the same', async () => {
  const ada = 'ada 12345678901234567890 SHA1 6 30';
  const grace = 'grace 12345678901234567890 SHA512 8 45';
  assert.deepEqual(await keysIn(fixture('authelia.yaml')), {
    format: 'Authelia YAML',
    keys: [
      `key 1: ${ada}`,
      `key 2: ${grace}`,
      'key 3: eve period must be 15 to 120 whole seconds',
      'key 4: mallory Base32 length is impossible',
    ],
  });
  assert.deepEqual((await keysIn(fixture('authelia.csv'))).keys, [`line 2: ${ada}`, `line 3: ${grace}`]);
  assert.deepEqual((await keysIn(fixture('authelia.txt'))).keys, [`line 1: ${ada}`, `line 2: ${grace}`]);
});

test('YAML that is broken is refused without a word of what is in it', async () => {
  await assert.rejects(keysIn('totp_configurations:\n  - "canary'), /^RangeError: the YAML is broken$/);
});
