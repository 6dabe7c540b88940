import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { hashPassword, needsRehash, PasswordGateFull, verifyPassword } from './passwords.ts';

/** A hash at little cost, as another release or another program might have stored it. */
function cheapHash(
  password: string,
  { memory = 64, passes = 1, lanes = 1, saltBytes = 16, tagLength = 32 } = {},
) {
  const nonce = Buffer.alloc(saltBytes, 7);
  const shape = { memory, passes, parallelism: lanes, tagLength };
  const tag = argon2Sync('argon2id', { message: password, nonce, ...shape });
  const [salt, hash] = [nonce, tag].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${salt}$${hash}`;
}

test('the password that was hashed is right, any other is wrong', async () => {
  const phc = await hashPassword('correct horse');
  assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.equal(await verifyPassword('correct horse', phc), true);
  for (const wrong of ['', 'correct hors', 'correct horse ', 'Correct horse', 'correct horse\0']) {
    assert.equal(await verifyPassword(wrong, phc), false, wrong);
  }
});

test('the same password hashes differently each time', async () => {
  assert.notEqual(await hashPassword('twice'), await hashPassword('twice'));
});

test('a password may be long and have any character, and none is cut off or folded', async () => {
  const long = 'pässwörd😀\0'.repeat(100);
  const phc = await hashPassword(long);
  assert.equal(await verifyPassword(long, phc), true);
  assert.equal(await verifyPassword(`${long}x`, phc), false);
  assert.equal(await verifyPassword(long.slice(0, -1), phc), false);
});

test('a letter composed in another way is the same, a look-alike is not', async () => {
  const phc = cheapHash('caf\u00e92');
  assert.equal(await verifyPassword('cafe\u03012', phc), true);
  assert.equal(await verifyPassword('caf\u00e9²', phc), false);
  assert.equal(await verifyPassword('caf\u00e9２', phc), false);
});

test('a user who does not exist has no right password, and costs as much as one who does (Arium 6)', async () => {
  const phc = await hashPassword('x');
  const time = async (stored: string | undefined) => {
    const start = performance.now();
    assert.equal(await verifyPassword('y', stored), false);
    return performance.now() - start;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 15; round++) {
    known.push(await time(phc));
    unknown.push(await time(undefined));
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[7] ?? 0;
  // Wide, since the machine may be busy; without the dummy the ratio is in the thousands.
  const ratio = median(unknown) / median(known);
  assert.ok(ratio > 0.5 && ratio < 2, `ratio ${ratio}`);
});

test('a stored hash that is malformed or would cost too much is refused, and not repeated', async () => {
  const good = cheapHash('x');
  assert.equal(await verifyPassword('x', good), true);
  const [, , , , salt = '', hash = ''] = good.split('$');
  const malformed = [
    '',
    'x',
    `${good}\n`,
    ` ${good}`,
    `${good}=`,
    `${good}$`,
    good.replace('argon2id', 'argon2i'),
    good.replace('v=19', 'v=16'),
    good.replace('$v=19', ''),
    good.replace('m=64', 'm=064'),
    good.replace('m=64', 'm=-64'),
    good.replace('m=64', 'm=7'),
    good.replace('m=64', 'm=9999999'),
    good.replace('m=64', 'm=99999999999'),
    good.replace('t=1', 't=0'),
    good.replace('t=1', 't=17'),
    good.replace('p=1', 'p=9'),
    good.replace('m=64,t=1', 't=1,m=64'),
    good.replace(',p=1', ''),
    good.replace(salt, ''),
    good.replace(salt, 'AAAA'),
    good.replace(salt, `${salt}AAA`),
    good.replace(salt, `${salt.slice(0, -1)}x`),
    good.replace(hash, hash.slice(0, 8)),
    good.replace(hash, 'A'.repeat(88)),
    good.replace(hash, `${hash.slice(0, -1)}_`),
  ];
  for (const phc of malformed) {
    const isRefusal = (error: unknown) => error instanceof RangeError && !error.message.includes(salt);
    await assert.rejects(verifyPassword('x', phc), isRefusal, phc);
    assert.throws(() => needsRehash(phc), isRefusal, phc);
  }
});

test('a hash made at another cost still works and asks to be replaced', async () => {
  const shapes = [{}, { memory: 128 }, { passes: 3 }, { lanes: 2 }, { saltBytes: 8 }, { tagLength: 16 }];
  for (const shape of shapes) {
    const phc = cheapHash('imported', shape);
    assert.equal(await verifyPassword('imported', phc), true);
    assert.equal(await verifyPassword('imported!', phc), false);
    assert.equal(needsRehash(phc), true);
  }
  const current = { memory: 19_456, passes: 2 };
  assert.equal(needsRehash(await hashPassword('new')), false);
  assert.equal(needsRehash(cheapHash('x', { ...current, lanes: 2 })), true);
  assert.equal(needsRehash(cheapHash('x', { ...current, saltBytes: 8 })), true);
  assert.equal(needsRehash(cheapHash('x', { ...current, tagLength: 16 })), true);
  assert.equal(needsRehash(cheapHash('x', { ...current, saltBytes: 32, tagLength: 64 })), false);
});

test('when two are running and 64 wait, the next is turned away, and later all is well again', async () => {
  const phc = cheapHash('x');
  const attempts = Array.from({ length: 70 }, () => verifyPassword('x', phc));
  const outcomes = await Promise.allSettled(attempts);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  assert.equal(refused.length, 4);
  assert.ok(refused.every(({ reason }) => reason instanceof PasswordGateFull));
  assert.ok(outcomes.every((outcome) => outcome.status === 'rejected' || outcome.value));
  assert.equal(await verifyPassword('x', phc), true);
});
