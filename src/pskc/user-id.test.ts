import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinguishedName, userIdOf } from './user-id.ts';

test('the user of a key is found in a distinguished name, and comes back from one that was written', () => {
  assert.equal(userIdOf('UID=jsmith,DC=example-bank,DC=net'), 'UID=jsmith,DC=example-bank,DC=net');
  assert.equal(userIdOf('CN=Grace\\, Admiral,mail=grace@example.com'), 'grace@example.com');
  assert.equal(userIdOf('jsmith'), 'jsmith');
  assert.equal(userIdOf(undefined), undefined);
  for (const account of [
    'ada@example.com',
    'ada+work@example.com',
    "o'hara=x@example.com",
    'user 7',
    '#1, 2',
  ]) {
    assert.equal(userIdOf(distinguishedName(account)), account);
  }
});
