import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Bytes from here up are thrown away: 256 is not a multiple of 62, so keeping them would favour some. */
const UNBIASED_BELOW = 62 * 4;

/**
 * Random text over 0-9, A-Z, a-z, every character equally likely (5.95 bits each).
 * @param length number of characters
 */
export function randomAlphanumeric(length: number): string {
  let text = '';
  while (text.length < length) {
    // 3 % of the bytes are thrown away; the surplus makes a second round rare.
    const wanted = length - text.length;
    for (const byte of randomBytes(wanted + (wanted >>> 3) + 4)) {
      if (byte < UNBIASED_BELOW && text.length < length) text += BASE62.charAt(byte % 62);
    }
  }
  return text;
}

/** A bearer token of an API session: 40 characters, 238 bits. */
export function newAccessToken(): string {
  return randomAlphanumeric(40);
}

/** What a browser holds of a session on the pages: 40 characters, 238 bits. */
export function newSessionToken(): string {
  return randomAlphanumeric(40);
}

/** What makes a link to choose a password hard to guess: 40 characters, 238 bits. */
export function newLinkToken(): string {
  return randomAlphanumeric(40);
}

/** The public half of an API key: 20 characters. */
export function newClientId(): string {
  return randomAlphanumeric(20);
}

/** The secret half of an API key: 43 characters, 256 bits. */
export function newClientSecret(): string {
  return randomAlphanumeric(43);
}

/**
 * SHA-256 of the UTF-8 form of a text. Enough to store a token of 112 bits or more (ASVS 6.5.2); never
 * for passwords.
 * @returns 32 bytes
 */
export function digest(text: string): Buffer {
  // By way of a string, because `hash` takes three times as long to answer with a Buffer.
  return Buffer.from(hash('sha256', text, 'latin1'), 'latin1');
}

/** Whether two digests are equal, in constant time for equal lengths; false when the lengths differ. */
export function digestsEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
