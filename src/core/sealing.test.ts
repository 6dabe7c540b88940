import assert from 'node:assert/strict';
import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_PARAMETERS } from './otp.ts';
import {
  openAttributeValue,
  openKeyCheck,
  openSeed,
  SEED_SALT_BYTES,
  type SealBinding,
  SealBroken,
  type SealingKey,
  sealAttributeValue,
  sealKeyCheck,
  sealSeed,
  unwrapKey,
  wrapKey,
} from './sealing.ts';

const KEY: SealingKey = { id: '2026-01', key: randomBytes(32) };
const SEED = randomBytes(20);
const SALT = randomBytes(SEED_SALT_BYTES);
const BINDING: SealBinding = {
  instanceId: 'prod',
  userId: 12,
  credentialId: 3,
  parameters: { ...DEFAULT_PARAMETERS },
};

test('a sealed seed opens for the row it was sealed for', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
      const seed = Buffer.from(array);
      const sealed = sealSeed(KEY, seed, BINDING, SALT);
      assert.equal(sealed.length, 1 + 12 + seed.length + 16);
      assert.deepEqual(openSeed(KEY, sealed, BINDING, SALT), seed);
    }),
    { numRuns: 500 },
  );
});

test('a sealed seed can be opened by the published recipe, without this program', () => {
  const sealed = sealSeed(KEY, SEED, BINDING, SALT);
  const derived = hkdfSync('sha256', KEY.key, SALT, 'totp-seed|v1|2026-01', 32);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(derived), sealed.subarray(1, 13), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from('2:v14:prod2:121:34:SHA11:62:307:2026-01'));
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()]);
  assert.equal(sealed[0], 2);
  assert.deepEqual(plain, SEED);
});

test('the same seed is never sealed the same way twice (GitLab 36855, CVE-2026-59099 of Apereo CAS)', () => {
  const sealed = Array.from({ length: 1_000 }, () => sealSeed(KEY, SEED, BINDING, SALT));
  for (const [from, to] of [
    [1, 13],
    [13, 33],
  ]) {
    assert.equal(new Set(sealed.map((bytes) => bytes.toString('hex', from, to))).size, 1_000);
  }
  assert.ok(sealed.every((bytes) => !bytes.includes(SEED.subarray(0, 8))));
});

test('a seed moved to another row, or used with other parameters or another key, does not open', () => {
  const sealed = sealSeed(KEY, SEED, BINDING, SALT);
  const { parameters } = BINDING;
  const elsewhere: SealBinding[] = [
    { ...BINDING, instanceId: 'test' },
    { ...BINDING, instanceId: '' },
    { ...BINDING, userId: 13 },
    { ...BINDING, credentialId: 4 },
    { ...BINDING, userId: 3, credentialId: 12 },
    { ...BINDING, userId: 1, credentialId: 23 },
    { ...BINDING, parameters: { ...parameters, algorithm: 'SHA256' } },
    { ...BINDING, parameters: { ...parameters, digits: 8 } },
    { ...BINDING, parameters: { ...parameters, periodSeconds: 60 } },
  ];
  for (const binding of elsewhere) {
    assert.throws(() => openSeed(KEY, sealed, binding, SALT), SealBroken, JSON.stringify(binding));
  }
  assert.throws(() => openSeed({ ...KEY, id: '2026-02' }, sealed, BINDING, SALT), SealBroken);
  assert.throws(() => openSeed({ ...KEY, key: randomBytes(32) }, sealed, BINDING, SALT), SealBroken);
});

test('two different rows are never bound alike', () => {
  const ids = fc.string({ unit: fc.constantFrom(...'0123:v'), maxLength: 6 });
  const bindings = fc.record({ instanceId: ids, userId: fc.nat(300), credentialId: fc.nat(300) });
  fc.assert(
    fc.property(bindings, bindings, (one, other) => {
      const { parameters } = BINDING;
      const sealed = sealSeed(KEY, SEED, { ...one, parameters }, SALT);
      const open = () => openSeed(KEY, sealed, { ...other, parameters }, SALT);
      if (JSON.stringify(one) === JSON.stringify(other)) open();
      else assert.throws(open, SealBroken);
    }),
    { numRuns: 1_000 },
  );
});

test('a sealed seed with any one bit changed does not open', () => {
  const sealed = sealSeed(KEY, SEED, BINDING, SALT);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => openSeed(KEY, changed, BINDING, SALT), SealBroken, `bit ${bit}`);
  }
});

test('a sealed seed cut short or made longer does not open', () => {
  const sealed = sealSeed(KEY, SEED, BINDING, SALT);
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => openSeed(KEY, sealed.subarray(0, length), BINDING, SALT), SealBroken);
    assert.throws(() => openSeed(KEY, sealed.subarray(sealed.length - length), BINDING, SALT), SealBroken);
  }
  assert.throws(() => openSeed(KEY, Buffer.concat([sealed, Buffer.alloc(1)]), BINDING, SALT), SealBroken);
});

test('what does not open says nothing of the seed or the key', () => {
  const sealed = sealSeed(KEY, SEED, BINDING, SALT);
  try {
    openSeed(KEY, sealed, { ...BINDING, userId: 99 }, SALT);
    assert.fail('it opened');
  } catch (error) {
    assert.ok(error instanceof SealBroken);
    assert.equal(error.message, 'sealed value does not open');
    assert.equal(error.name, 'SealBroken');
    assert.equal(error.cause, undefined);
  }
});

test('a key that does not have 32 bytes is refused', () => {
  for (const length of [0, 16, 31, 33, 64]) {
    const key = { id: 'short', key: Buffer.alloc(length, 1) };
    assert.throws(() => sealSeed(key, SEED, BINDING, SALT), RangeError);
    assert.throws(() => openSeed(key, sealSeed(KEY, SEED, BINDING, SALT), BINDING, SALT), RangeError);
    assert.throws(() => openKeyCheck(key, sealKeyCheck(KEY, 'prod'), 'prod'), RangeError);
  }
});

test('sealing and opening leave key and seed as they were', () => {
  const key = { id: 'k', key: Buffer.alloc(32, 5) };
  const seed = Buffer.alloc(20, 6);
  openSeed(key, sealSeed(key, seed, BINDING, SALT), BINDING, SALT);
  assert.deepEqual([key.key, seed], [Buffer.alloc(32, 5), Buffer.alloc(20, 6)]);
});

test('the key check tells the right key from any other, and the right database', () => {
  const check = sealKeyCheck(KEY, 'prod');
  assert.equal(openKeyCheck(KEY, check, 'prod'), true);
  assert.equal(openKeyCheck({ ...KEY, key: randomBytes(32) }, check, 'prod'), false);
  assert.equal(openKeyCheck({ ...KEY, id: '2026-02' }, check, 'prod'), false);
  assert.equal(openKeyCheck(KEY, check, 'test'), false);
  assert.equal(openKeyCheck(KEY, Buffer.alloc(0), 'prod'), false);
  assert.equal(openKeyCheck(KEY, check.subarray(1), 'prod'), false);
});

test('without its salt, or with another, a seed does not open', () => {
  const sealed = sealSeed(KEY, SEED, BINDING, SALT);
  for (const salt of [undefined, Buffer.alloc(SEED_SALT_BYTES), randomBytes(SEED_SALT_BYTES)]) {
    assert.throws(() => openSeed(KEY, sealed, BINDING, salt), SealBroken);
  }
});

test('a wrapped key opens with its master key, for its id and database alone', () => {
  const master: SealingKey = { id: 'm', key: randomBytes(32) };
  const wrapped = wrapKey(master, KEY, 'prod');
  assert.ok(!wrapped.includes(KEY.key));
  const { id } = KEY;
  assert.deepEqual(unwrapKey(master, { id, wrapped }, 'prod'), KEY);
  assert.throws(() => unwrapKey(master, { id: 'other', wrapped }, 'prod'), SealBroken);
  assert.throws(() => unwrapKey(master, { id, wrapped }, 'test'), SealBroken);
  assert.throws(() => unwrapKey({ ...master, key: randomBytes(32) }, { id, wrapped }, 'prod'), SealBroken);
});

test('a key check is not a seed, nor a seed a key check', () => {
  assert.throws(() => openSeed(KEY, sealKeyCheck(KEY, 'prod'), BINDING, SALT), SealBroken);
  assert.equal(openKeyCheck(KEY, sealSeed(KEY, Buffer.from('key-check'), BINDING, SALT), 'prod'), false);
});

test('an attribute value opens for its attribute and owner alone', () => {
  const binding = { instanceId: 'prod', attributeId: 7, userId: 12, groupId: null };
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      assert.equal(openAttributeValue(KEY, sealAttributeValue(KEY, value, binding), binding), value);
    }),
  );
  const sealed = sealAttributeValue(KEY, 'value', binding);
  for (const other of [
    { instanceId: 'test' },
    { attributeId: 8 },
    { userId: 1 },
    { userId: null },
    { userId: null, groupId: 12 },
  ]) {
    assert.throws(() => openAttributeValue(KEY, sealed, { ...binding, ...other }), SealBroken);
  }
  assert.throws(() => openSeed(KEY, sealed, BINDING, SALT), SealBroken);
});
