import { framed } from './framed.ts';
import { hmac } from './hmac.ts';

/** A record as it is stored. Its hash speaks for all of it. */
export interface AuditRecord {
  id: number;
  /** Each writer has a chain of its own, so that none waits for another. */
  chain: number;
  /** Milliseconds UTC. */
  occurred_at: number;
  action: string;
  outcome: string;
  actor_id: number | null;
  sudo_user_id: number | null;
  api_key_id: number | null;
  target_user_id: number | null;
  target_group_id: number | null;
  detail: string | null;
  source: string | null;
  /** What the hash is made with: see keys/audit-key.ts. */
  audit_key_id: number;
}

/** What the first record of a chain follows. */
export const NOTHING_BEFORE = '';

/**
 * The hash of a record: HMAC-SHA256 of it and of the hash of the one before it. Whoever changes, moves or takes
 * away a record would have to make the hashes of all that follow anew, and cannot without the key.
 *
 * @param secret `chainSecret` of the key that the record names.
 * @param previous Hash of the record before it in its chain, in hexadecimal; `NOTHING_BEFORE` for the first.
 * @returns In hexadecimal.
 */
export function recordHash(secret: Buffer, previous: string, record: AuditRecord): string {
  const text = framed([
    'audit-record-v1',
    previous,
    record.id,
    record.chain,
    record.occurred_at,
    record.action,
    record.outcome,
    record.actor_id,
    record.sudo_user_id,
    record.api_key_id,
    record.target_user_id,
    record.target_group_id,
    record.detail,
    record.source,
    record.audit_key_id,
  ]);
  return hmac('SHA256', secret, Buffer.from(text)).toString('hex');
}
