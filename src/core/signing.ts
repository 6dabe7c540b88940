import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 section 7). */
const PKCS8_BEFORE_KEY = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 secret bytes; the same make the same key (RFC 8032 section 5.1.5). */
export const signingKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_BEFORE_KEY, seed]), format: 'der', type: 'pkcs8' });

/** @returns 64 bytes in base64url (Ed25519, RFC 8032). */
export const signText = (key: KeyObject, text: string): string =>
  sign(null, Buffer.from(text), key).toString('base64url');

/** Whether a signature of this text was made with this key. */
export const isSignedText = (key: KeyObject, text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), createPublicKey(key), Buffer.from(signature, 'base64url'));

/** The public half, for those who check signatures elsewhere: PEM. */
export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();
