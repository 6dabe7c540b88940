import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hkdf32 } from './hmac.ts';

/** 32 random bytes, and the name that what they sealed refers to them by. */
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

const VERSION_WITH_SALT = 1;
const VERSION_SALT_APART = 2;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const CIPHER_OPTIONS = { authTagLength: TAG_BYTES };

/** What sealed bytes are for, and belong to. */
export interface Seal {
  /** Separates uses of one key; part of the derivation. */
  purpose: string;
  /** Must be given again to open it. */
  bound: string;
  /** One that is kept apart from the sealed bytes, and without which they do not open. */
  salt?: Uint8Array | undefined;
}

/**
 * Encrypts with AES-256-GCM under a key made for this one write (HKDF-SHA256 over a new salt), so that
 * no number of writes brings two equal pairs of key and IV near.
 * @returns version byte, salt (16, unless it is kept apart), IV (12), ciphertext, tag (16)
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealBox(key: SealingKey, plain: Buffer, { purpose, bound, salt: apart }: Seal): Buffer {
  const salt = apart ?? randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const rowKey = deriveKey(key, purpose, salt);
  const cipher = createCipheriv(CIPHER, rowKey, iv, CIPHER_OPTIONS);
  rowKey.fill(0);
  cipher.setAAD(Buffer.from(bound));
  const text = cipher.update(plain);
  cipher.final();
  const head = apart ? [Buffer.of(VERSION_SALT_APART)] : [Buffer.of(VERSION_WITH_SALT), salt];
  return Buffer.concat([...head, iv, text, cipher.getAuthTag()]);
}

/**
 * Opens what `sealBox` returned, as the database gives it.
 * @throws SealBroken on any mismatch; RangeError when the key does not have 32 bytes
 */
export function openBox(key: SealingKey, sealed: Uint8Array, { purpose, bound, salt: apart }: Seal): Buffer {
  const ivAt = 1 + (sealed[0] === VERSION_WITH_SALT ? SALT_BYTES : 0);
  const textAt = ivAt + IV_BYTES;
  const tagAt = sealed.length - TAG_BYTES;
  const salt = sealed[0] === VERSION_WITH_SALT ? sealed.subarray(1, ivAt) : apart;
  const known = sealed[0] === VERSION_WITH_SALT || sealed[0] === VERSION_SALT_APART;
  if (!known || !salt || tagAt < textAt) throw new SealBroken();
  const rowKey = deriveKey(key, purpose, salt);
  const decipher = createDecipheriv(CIPHER, rowKey, sealed.subarray(ivAt, textAt), CIPHER_OPTIONS);
  rowKey.fill(0);
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plain = decipher.update(sealed.subarray(textAt, tagAt));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    throw new SealBroken();
  }
  return plain;
}

function deriveKey({ id, key }: SealingKey, purpose: string, salt: Uint8Array): Buffer {
  if (key.length !== 32) throw new RangeError('a sealing key must have 32 bytes');
  return hkdf32(key, salt, `${purpose}|v1|${id}`);
}
