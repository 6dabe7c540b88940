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

/** The chain of the embedded database, which has one writer. Other chains are of connections to PostgreSQL. */
export const EMBEDDED_CHAIN = 1;

/** More than can write at once. */
export const MAX_CHAINS = 4_096;

/** When ids by time begin. They last for 69 years. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * The id of a chain's next record. In the embedded database they are counted. Where there are several chains, an id is
 * made of the time and of the chain, so that no writer has to ask another and all ids are in the order of time.
 *
 * @param newest Id of the record before it, of any chain where ids are counted; 0: there is none.
 * @param nowMs Time in milliseconds.
 */
export function nextId(chain: number, newest: number, nowMs: number): number {
  if (chain === EMBEDDED_CHAIN) return newest + 1;
  return Math.max(nowMs - EPOCH_MS, Math.floor(newest / MAX_CHAINS) + 1) * MAX_CHAINS + chain;
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
