import { hash } from 'node:crypto';

/** Hash functions RFC 6238 section 1.2 allows, spelled as the otpauth URI spells them. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512';

interface HashShape {
  name: string;
  blockBytes: number;
  digestBytes: number;
}

const HASHES: Record<Algorithm, HashShape> = {
  SHA1: { name: 'sha1', blockBytes: 64, digestBytes: 20 },
  SHA256: { name: 'sha256', blockBytes: 64, digestBytes: 32 },
  SHA512: { name: 'sha512', blockBytes: 128, digestBytes: 64 },
};

/** A key laid out for RFC 2104, so that many messages of one length cost two hashes each. */
export interface KeyedPads {
  hash: HashShape;
  /** key XOR ipad, then room for the message at `hash.blockBytes` */
  inner: Buffer;
  /** key XOR opad, then room for the inner digest */
  outer: Buffer;
}

/**
 * Lays out a key for HMAC (RFC 2104 section 2). Call `wipe` when done with it.
 *
 * Why not `createHmac`: it builds a native object per call and takes 2.2 µs, where two one-shot
 * `crypto.hash` calls that answer with a string take 0.6 µs.
 * @param key any length; longer than a block is hashed first, as the RFC demands
 * @param messageBytes length of the messages to come, in bytes
 */
export function padKey(algorithm: Algorithm, key: Uint8Array, messageBytes: number): KeyedPads {
  const shape = HASHES[algorithm];
  const { name, blockBytes, digestBytes } = shape;
  const short = key.length > blockBytes ? hash(name, key, 'buffer') : key;
  const inner = Buffer.allocUnsafe(blockBytes + messageBytes).fill(0x36, 0, blockBytes);
  const outer = Buffer.allocUnsafe(blockBytes + digestBytes).fill(0x5c, 0, blockBytes);
  for (let index = 0; index < short.length; index++) {
    const byte = short[index] as number;
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  return { hash: shape, inner, outer };
}

/**
 * HMAC of the message that stands in `pads.inner` (RFC 2104 section 2).
 * @returns the digest as a latin1 string, one character per byte: much cheaper than a Buffer
 */
export function macOf(pads: KeyedPads): string {
  const { name, blockBytes } = pads.hash;
  pads.outer.write(hash(name, pads.inner, 'latin1'), blockBytes, 'latin1');
  return hash(name, pads.outer, 'latin1');
}

/** Overwrites the key material, since the memory goes back to a pool that others read from. */
export function wipe(pads: KeyedPads): void {
  pads.inner.fill(0);
  pads.outer.fill(0);
}

/** HMAC of one message (RFC 2104 section 2). */
export function hmac(algorithm: Algorithm, key: Uint8Array, message: Uint8Array): Buffer {
  const pads = padKey(algorithm, key, message.length);
  pads.inner.set(message, pads.hash.blockBytes);
  const digest = Buffer.from(macOf(pads), 'latin1');
  wipe(pads);
  return digest;
}

/**
 * HKDF-SHA256 with 32 bytes of output (RFC 5869 sections 2.2 and 2.3): one block, so one HMAC to
 * extract and one to expand, in 2.2 µs instead of the 3.5 µs of `hkdfSync`.
 * @param key input keying material
 * @param info purpose and identity of the derived key
 */
export function hkdf32(key: Uint8Array, salt: Uint8Array, info: string): Buffer {
  const extracted = hmac('SHA256', salt, key);
  const derived = hmac('SHA256', extracted, Buffer.from(`${info}\x01`));
  extracted.fill(0);
  return derived;
}
