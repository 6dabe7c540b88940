import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

const SECRET = 'only-for-tests-0123456789abcdefghijklmnop';
const NEXT = 'only-for-tests-the-next-secret-0123456789';
const ada = 'ada@example.com AbCdEfGhIjKlMnOpQrStUvWxYz012345 SHA1 6 30';

test('better-auth: what its own functions sealed is opened by its secret', async () => {
  assert.deepEqual(await keysIn(fixture('better-auth.json'), { key: `2:${NEXT},1:${SECRET}` }), {
    format: 'better-auth rows',
    keys: [
      `row 1: ${ada}`,
      'row 2: grace@example.com AbCdEfGhIjKlMnOpQrStUvWxYz012345 SHA1 8 60',
      'row 3: eve@example.com its enrolment is not complete',
      'row 4: linus@example.com the secret must have at least 128 bits',
      'row 5: mallory@example.com the key does not open it',
    ],
  });
  const { keys } = await keysIn(fixture('better-auth.json'), { key: SECRET });
  assert.deepEqual(keys.slice(0, 2), [`row 1: ${ada}`, 'row 2: grace@example.com the key does not open it']);
  await assert.rejects(keysIn(fixture('better-auth.json')), /BETTER_AUTH_SECRET: say --key-file$/);
});

test('better-auth: rows as CSV', async () => {
  assert.deepEqual((await keysIn(fixture('better-auth.csv'), { key: SECRET })).keys, [
    `line 2: ${ada}`,
    'line 3: eve@example.com its enrolment is not complete',
  ]);
});

test('better-auth: older versions say in the user alone whether it is complete; a row that does not say is refused', async () => {
  const rows: Record<string, unknown>[] = JSON.parse(fixture('better-auth.json'));
  const [complete, , incomplete] = rows.map(({ verified, ...row }) => row);
  assert.deepEqual((await keysIn(JSON.stringify([complete, incomplete]), { key: SECRET })).keys, [
    `row 1: ${ada}`,
    'row 2: eve@example.com its enrolment is not complete',
  ]);
  const silent = { ...complete, twoFactorEnabled: undefined };
  assert.match(
    (await keysIn(JSON.stringify([silent]), { key: SECRET })).keys[0] ?? '',
    /^row 1: ada@example\.com there is neither "verified" nor "twoFactorEnabled"/,
  );
});
