import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { digestsEqual } from '../core/tokens.ts';

/** How the secrets of a container are protected (RFC 6030 section 6). */
export interface Protection {
  /** 16, 24 or 32 bytes. */
  key: Buffer;
  mac: { algorithm: MacAlgorithm; key: Buffer };
}

export type MacAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const BLOCK_BYTES = 16;

/** So that a file cannot keep a processor busy for hours. */
const MOST_ITERATIONS = 10_000_000;

export interface Derivation {
  salt: Buffer;
  iterations: number;
  /** In bytes. */
  keyLength: number;
  prf: MacAlgorithm;
}

/**
 * The key that a password stands for (RFC 6030 section 6.2, RFC 8018 section 5.2).
 * @throws RangeError for parameters that are out of bounds
 */
export function deriveKey(password: string, { salt, iterations, keyLength, prf }: Derivation): Buffer {
  if (!(iterations >= 1 && iterations <= MOST_ITERATIONS) || ![16, 24, 32].includes(keyLength)) {
    throw new RangeError('the parameters of PBKDF2 are out of bounds');
  }
  return pbkdf2Sync(password, salt, iterations, keyLength, prf);
}

/** MAC of an encrypted value, which is IV and ciphertext (RFC 6030 section 6.1). */
export const macOf = ({ mac }: Protection, encrypted: Buffer): Buffer =>
  createHmac(mac.algorithm, mac.key).update(encrypted).digest();

/**
 * Decrypts a value, after its MAC has been found right.
 * @throws RangeError when the MAC is missing or wrong, or the value does not decrypt
 */
export function openValue(protection: Protection, encrypted: Buffer, mac: Buffer | undefined): Buffer {
  if (!mac) throw new RangeError('its MAC is missing');
  if (!digestsEqual(macOf(protection, encrypted), mac)) {
    throw new RangeError('its MAC is wrong: another password or key, or it was changed');
  }
  return decrypt(protection.key, encrypted);
}

/**
 * AES in CBC mode as XML has it: the IV comes first, and of the padding the last byte alone counts.
 * @throws RangeError when it does not decrypt
 */
export function decrypt(key: Buffer, encrypted: Buffer): Buffer {
  if (encrypted.length < 2 * BLOCK_BYTES || encrypted.length % BLOCK_BYTES !== 0) {
    throw new RangeError('it does not decrypt');
  }
  const iv = encrypted.subarray(0, BLOCK_BYTES);
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  const padded = decipher.update(encrypted.subarray(BLOCK_BYTES));
  decipher.final();
  const padding = padded[padded.length - 1] ?? 0;
  if (padding < 1 || padding > BLOCK_BYTES) throw new RangeError('it does not decrypt');
  return padded.subarray(0, padded.length - padding);
}

/** @param iv 16 bytes, never used before with the key. */
export function encrypt(key: Buffer, plain: Buffer, iv: Buffer): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]);
}
