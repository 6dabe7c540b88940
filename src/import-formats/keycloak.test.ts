import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

test('Keycloak: every key of every user comes over, or says why not', async () => {
  const { format, keys } = await keysIn(fixture('keycloak.json'));
  assert.equal(format, 'Keycloak realm');
  assert.deepEqual(keys, [
    'user 1, key 1: ada@example.com OnlyTextAsItStands20 SHA1 6 30',
    'user 1, key 2: ada@example.com 12345678901234567890 SHA512 8 60',
    'user 2, key 1: grace it counts instead of going by time (HOTP)',
    'user 2, key 2: grace its secretData is missing or broken',
    'user 2, key 3: grace period must be 15 to 120 whole seconds',
    'user 3, key 1: eve@example.com the user is disabled',
  ]);
  assert.deepEqual((await keysIn(`[${fixture('keycloak.json')}]`)).keys, keys, 'several realms in one file');
});

test('Keycloak: a realm without its users says where they are', async () => {
  const realm = { id: 'a1', realm: 'example', accessTokenLifespan: 300, enabled: true, roles: { realm: [] } };
  await assert.rejects(
    keysIn(JSON.stringify(realm)),
    /^RangeError: there are no users in it: `kc\.sh export`/,
  );
});
