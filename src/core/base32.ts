const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const VALUE_OF = new Map([...ALPHABET].map((character, value) => [character, value]));

/** Characters left over after whole groups of 8 that no number of bytes can give (RFC 4648 section 6). */
const IMPOSSIBLE_REMAINDERS = new Set([1, 3, 6]);

/** Encodes bytes in Base32 without padding (RFC 4648 section 6). */
export function encodeBase32(bytes: Buffer): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((pending >>> (bits - 5)) & 31);
  }
  return bits > 0 ? text + ALPHABET.charAt((pending << (5 - bits)) & 31) : text;
}

/**
 * Decodes Base32 (RFC 4648 section 6), one spelling per value: upper case only, and either no padding
 * or all of it.
 * @throws RangeError on any other character, wrong or inner padding, an impossible length, or trailing
 *   bits that are not zero; the message never holds the input, which is usually a seed
 */
export function decodeBase32(text: string): Buffer {
  const end = text.indexOf('=');
  const body = end < 0 ? text : text.slice(0, end);
  if (end >= 0 && text !== body.padEnd(Math.ceil(body.length / 8) * 8, '=')) {
    throw new RangeError('Base32 padding is wrong');
  }
  if (IMPOSSIBLE_REMAINDERS.has(body.length % 8)) throw new RangeError('Base32 length is impossible');

  const bytes = Buffer.alloc(Math.floor((body.length * 5) / 8));
  let written = 0;
  let pending = 0;
  let bits = 0;
  for (const character of body) {
    const value = VALUE_OF.get(character);
    if (value === undefined) throw new RangeError('Base32 allows only A to Z and 2 to 7');
    pending = ((pending << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[written++] = (pending >>> bits) & 0xff;
    }
  }
  if ((pending & ((1 << bits) - 1)) !== 0) throw new RangeError('Base32 has stray bits at the end');
  return bytes;
}

/**
 * Decodes Base32 as people and other programs write it: in small letters, in groups, with some padding or none.
 * @throws RangeError as `decodeBase32` does
 */
export const decodeWrittenBase32 = (text: string): Buffer =>
  decodeBase32(text.replace(/[ =-]/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase()));
