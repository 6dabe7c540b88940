import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

test('Vault: the answer that made a key has it, and one that only reads it has not', async () => {
  assert.deepEqual(await keysIn(fixture('vault.json')), {
    format: 'Vault TOTP keys',
    keys: [
      'key 1: ada@example.com 12345678901234567890 SHA256 6 30',
      'key 2: grace@example.com the secret is not in it: Vault gives it only when it makes the key',
    ],
  });
  const [one] = JSON.parse(fixture('vault.json'));
  assert.equal((await keysIn(JSON.stringify(one))).keys.length, 1);
});
