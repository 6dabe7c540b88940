import { hkdf32 } from '../core/hmac.ts';
import type { SealingKey } from '../core/sealing.ts';
import type { KeyRing } from './key-ring.ts';

/**
 * Makes a key for one purpose out of one of the ring, the same one each time.
 *
 * @returns 32 bytes.
 */
export function deriveKey({ instanceId }: KeyRing, { id, key }: SealingKey, purpose: string): Buffer {
  return hkdf32(key, Buffer.from(instanceId), `${purpose}|v1|${id}`);
}
