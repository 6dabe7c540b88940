import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAgeKey } from '../../test/age-keys.ts';
import { encrypterTo } from './age.ts';
import { StartError } from './start-error.ts';

test('a recipient that is no public key is counted, never repeated', async () => {
  const { privateKey, publicKey } = await newAgeKey();
  assert.ok(encrypterTo({ recipients: [publicKey] }));
  const wrong: [string, RegExp][] = [
    [privateKey, /^Recipient 2 is a private key: .*age1/],
    [privateKey.toLowerCase(), /^Recipient 2 is a private key: .*age1/],
    [`${publicKey.slice(0, -1)}`, /^Recipient 2 is no public key: .*age1/],
    ['correct horse battery', /^Recipient 2 is no public key: .*age1/],
  ];
  for (const [given, why] of wrong) {
    assert.throws(
      () => encrypterTo({ recipients: [publicKey, given] }),
      (error: Error) =>
        error instanceof StartError && why.test(error.message) && !error.message.includes(given),
    );
  }
});
