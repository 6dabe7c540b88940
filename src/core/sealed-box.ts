import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hkdf32 } from './hmac.ts';

/** A key of the key ring: 32 random bytes, and the name rows refer to it by. */
export interface SealingKey {
  id: string;
  key: Buffer;
}

/** Sealed bytes that do not open: another key, another row, or changed. It never says which. */
export class SealBroken extends Error {
  override name = 'SealBroken';

  constructor() {
    super('sealed value does not open');
  }
}

const VERSION = 1;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const IV_AT = 1 + SALT_BYTES;
const TEXT_AT = IV_AT + IV_BYTES;
const CIPHER = 'aes-256-gcm';
const CIPHER_OPTIONS = { authTagLength: TAG_BYTES };

/**
 * Encrypts with AES-256-GCM under a key made for this one write (HKDF-SHA256 over a new salt), so that
 * no number of writes brings two equal pairs of key and IV near.
 * @param purpose separates uses of one key; part of the derivation
 * @param bound what the ciphertext belongs to; must be given again to open it
 * @returns version byte, salt (16), IV (12), ciphertext, tag (16)
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealBox(key: SealingKey, purpose: string, plain: Buffer, bound: string): Buffer {
  const nonces = randomBytes(SALT_BYTES + IV_BYTES);
  const rowKey = deriveKey(key, purpose, nonces.subarray(0, SALT_BYTES));
  const cipher = createCipheriv(CIPHER, rowKey, nonces.subarray(SALT_BYTES), CIPHER_OPTIONS);
  rowKey.fill(0);
  cipher.setAAD(Buffer.from(bound));
  const text = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), nonces, text, cipher.getAuthTag()]);
}

/**
 * Opens what `sealBox` returned.
 * @throws SealBroken on any mismatch; RangeError when the key does not have 32 bytes
 */
export function openBox(key: SealingKey, purpose: string, sealed: Buffer, bound: string): Buffer {
  const tagAt = sealed.length - TAG_BYTES;
  if (sealed[0] !== VERSION || tagAt < TEXT_AT) throw new SealBroken();
  const rowKey = deriveKey(key, purpose, sealed.subarray(1, IV_AT));
  const decipher = createDecipheriv(CIPHER, rowKey, sealed.subarray(IV_AT, TEXT_AT), CIPHER_OPTIONS);
  rowKey.fill(0);
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plain = decipher.update(sealed.subarray(TEXT_AT, tagAt));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    throw new SealBroken();
  }
  return plain;
}

function deriveKey({ id, key }: SealingKey, purpose: string, salt: Buffer): Buffer {
  if (key.length !== 32) throw new RangeError('a sealing key must have 32 bytes');
  return hkdf32(key, salt, `${purpose}|v1|${id}`);
}
