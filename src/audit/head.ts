import { framed } from '../core/framed.ts';
import { isSignedText, publicKeyOf, signingKey, signText } from '../core/signing.ts';
import type { AuditKey } from '../keys/audit-key.ts';

/** Where a chain stood at a moment, signed. Kept elsewhere, it shows that nothing was cut off since. */
export interface Head {
  instance_id: string;
  chain: number;
  /** The newest record, and its hash in hexadecimal. */
  id: number;
  hash: string;
  /** ISO 8601, UTC. */
  signed_at: string;
  audit_key_id: number;
  /** Ed25519 over what `headText` says, in base64url. */
  signature: string;
}

/** @param nowMs Time in milliseconds. */
export function signHead(
  { id: audit_key_id, headSeed }: AuditKey,
  of: Pick<Head, 'instance_id' | 'chain' | 'id' | 'hash'>,
  nowMs: number,
): Head {
  const unsigned = { ...of, signed_at: new Date(nowMs).toISOString(), audit_key_id };
  return { ...unsigned, signature: signText(signingKey(headSeed), headText(unsigned)) };
}

/** Whether it was signed with this key. */
export const isGenuine = ({ headSeed }: AuditKey, head: Head): boolean =>
  isSignedText(signingKey(headSeed), headText(head), head.signature);

/** For those who check heads elsewhere, in PEM. */
export const headPublicKey = ({ headSeed }: AuditKey): string => publicKeyOf(signingKey(headSeed));

/** Reads a line of a file of heads. undefined: it is none. */
export function parseHead(line: string): Head | undefined {
  try {
    const head = JSON.parse(line) as Head;
    const { chain, id, audit_key_id, instance_id, hash, signed_at, signature } = head;
    const texts = [instance_id, hash, signed_at, signature];
    return [chain, id, audit_key_id].every(Number.isSafeInteger) &&
      texts.every((text) => typeof text === 'string')
      ? head
      : undefined;
  } catch {
    return undefined;
  }
}

const headText = (head: Omit<Head, 'signature'>): string =>
  framed([
    'audit-head-v1',
    head.instance_id,
    head.chain,
    head.id,
    head.hash,
    head.signed_at,
    head.audit_key_id,
  ]);
