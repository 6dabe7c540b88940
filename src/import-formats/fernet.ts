import { createDecipheriv, createHmac } from 'node:crypto';
import { digestsEqual } from '../core/tokens.ts';

const VERSION = 0x80;
const IV_AT = 9;
const TEXT_AT = 25;
const MAC_BYTES = 32;

/**
 * Opens a Fernet token (github.com/fernet/spec, version 0x80): AES-128-CBC under HMAC-SHA256. Its age is not looked at.
 *
 * @param key 32 bytes in Base64 for URLs: the first half signs, the other encrypts.
 * @throws RangeError when it does not open
 */
export function openFernet(token: string, key: string): Buffer {
  const [bytes, keys] = [token.trim(), key.trim()].map((text) => Buffer.from(text, 'base64url'));
  if (keys?.length !== 32) throw new RangeError('the key must be 256 bits in Base64');
  if (bytes?.[0] !== VERSION || bytes.length < TEXT_AT + MAC_BYTES)
    throw new RangeError('the data are broken');
  const macAt = bytes.length - MAC_BYTES;
  const mac = createHmac('sha256', keys.subarray(0, 16)).update(bytes.subarray(0, macAt)).digest();
  if (!digestsEqual(mac, bytes.subarray(macAt))) throw new RangeError('the key does not open it');
  const decipher = createDecipheriv('aes-128-cbc', keys.subarray(16), bytes.subarray(IV_AT, TEXT_AT));
  return Buffer.concat([decipher.update(bytes.subarray(TEXT_AT, macAt)), decipher.final()]);
}
