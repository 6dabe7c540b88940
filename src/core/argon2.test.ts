import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argon2id } from './argon2.ts';

const parameters = {
  message: 'x',
  nonce: Buffer.alloc(16),
  memory: 64,
  passes: 1,
  parallelism: 1,
  tagLength: 32,
};

test('the tag is that of RFC 9106, section 5.3', async () => {
  const tag = await argon2id({
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    memory: 32,
    passes: 3,
    parallelism: 4,
    tagLength: 32,
  });
  assert.equal(tag.toString('hex'), '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test('what cannot be computed is an error, and the next is', async () => {
  await assert.rejects(argon2id({ ...parameters, nonce: Buffer.alloc(1) }), /nonce/);
  const [one, two] = await Promise.all([argon2id(parameters), argon2id(parameters)]);
  assert.equal(one?.length, 32);
  assert.deepEqual(one, two);
});

test('the thread that answers requests is free meanwhile', async () => {
  let turns = 0;
  const counter = setInterval(() => turns++, 1);
  await argon2id({ ...parameters, memory: 65_536, passes: 3 });
  clearInterval(counter);
  assert.ok(turns > 5, `${turns} turns`);
});
