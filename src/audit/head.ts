import type { KeyObject } from 'node:crypto';
import { framed } from '../core/framed.ts';
import type { SealingKey } from '../core/sealing.ts';
import { isSignedText, signingKey, signText } from '../core/signing.ts';
import { deriveKey } from '../keys/derive-key.ts';
import type { KeyRing } from '../keys/key-ring.ts';

/** Where a chain stood at a moment, signed. Kept elsewhere, it shows that nothing was cut off since. */
export interface Head {
  instance_id: string;
  chain: number;
  /** The newest record, and its hash in hexadecimal. */
  id: number;
  hash: string;
  /** ISO 8601, UTC. */
  signed_at: string;
  key_id: string;
  /** Ed25519 over what `headText` says, in base64url. */
  signature: string;
}

export function signHead(keys: KeyRing, at: Pick<Head, 'chain' | 'id' | 'hash'>, nowMs: number): Head {
  const signedAt = new Date(nowMs).toISOString();
  const unsigned = { instance_id: keys.instanceId, ...at, signed_at: signedAt, key_id: keys.primary.id };
  return { ...unsigned, signature: signText(headKey(keys, keys.primary), headText(unsigned)) };
}

/** Whether this installation signed it, with a key that is in the ring. */
export function isGenuine(keys: KeyRing, head: Head): boolean {
  const key = keys.byId.get(head.key_id);
  return (
    key !== undefined &&
    head.instance_id === keys.instanceId &&
    isSignedText(headKey(keys, key), headText(head), head.signature)
  );
}

/** Reads a line of a file of heads. undefined: it is none. */
export function parseHead(line: string): Head | undefined {
  try {
    const head = JSON.parse(line) as Head;
    const { chain, id, instance_id, hash, signed_at, key_id, signature } = head;
    const texts = [instance_id, hash, signed_at, key_id, signature];
    return [chain, id].every(Number.isSafeInteger) && texts.every((text) => typeof text === 'string')
      ? head
      : undefined;
  } catch {
    return undefined;
  }
}

/** What heads are signed with, derived from a key of the ring. */
export const headKey = (keys: KeyRing, key: SealingKey): KeyObject =>
  signingKey(deriveKey(keys, key, 'audit-heads'));

const headText = (head: Omit<Head, 'signature'>): string =>
  framed(['audit-head-v1', head.instance_id, head.chain, head.id, head.hash, head.signed_at, head.key_id]);
