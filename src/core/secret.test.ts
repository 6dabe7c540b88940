import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret } from './secret.ts';

const CANARY = 'hunter2-canary';

test('a secret does not show in text, JSON, logs, errors or a listing of its fields', () => {
  const secret = new Secret(CANARY);
  const shown = [
    String(secret),
    `${secret}`,
    `a ${secret as unknown as string}`,
    JSON.stringify(secret),
    JSON.stringify({ deep: [{ secret }] }),
    inspect(secret),
    inspect({ deep: { secret } }, { showHidden: true, depth: 9, getters: true, customInspect: true }),
    inspect(secret, { customInspect: false, showHidden: true }),
    format('%s %o %O %j %d', secret, secret, secret, secret, secret),
    new Error(`failed with ${secret}`).message,
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(Reflect.ownKeys(secret).map(String)),
    inspect(structuredClone({ secret })),
    inspect({ ...secret }),
  ];
  for (const text of shown) assert.ok(!text.includes(CANARY), text);
  assert.equal(String(secret), '[redacted]');
  assert.equal(JSON.stringify({ secret }), '{"secret":"[redacted]"}');
  assert.equal(inspect({ secret }), '{ secret: [redacted] }');
});

test('a secret gives its value to whoever asks for it', () => {
  assert.equal(new Secret(CANARY).reveal(), CANARY);
  const seed = Buffer.from([1, 2, 3]);
  assert.equal(new Secret(seed).reveal(), seed);
});
