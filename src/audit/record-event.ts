import type { AuditAction } from '../core/audit-actions.ts';
import { type AuditRecord, EMBEDDED_CHAIN, nextId, recordHash } from '../core/audit-record.ts';
import type { Caller } from '../core/caller.ts';
import type { Transaction } from '../store/database.ts';
import { endsSegment, indexSegment, insertRecord } from './queries.ts';
import { readEnd } from './read-head.ts';

export interface AuditEvent {
  action: AuditAction;
  /** `done`, or how it ended: `accepted`, `wrong_code`, `already_used` … */
  outcome?: string;
  /** Who did it; null: the server itself. */
  actor: Caller | null;
  targetUserId?: number;
  targetGroupId?: number;
  /** What else was changed, in a word or two: `role 7`. Never a name or a value that somebody chose. */
  detail?: string;
  /** Where the request came from, when there is no caller to say it. */
  source?: string;
}

/**
 * Writes a security event in the transaction of the change it speaks of: both are kept or neither. It is chained
 * to the event before it.
 */
export async function recordEvent(
  tx: Transaction,
  nowMs: number,
  { action, outcome = 'done', actor, targetUserId, targetGroupId, detail, source }: AuditEvent,
): Promise<void> {
  const { auditChain } = tx;
  const { key } = auditChain;
  if (!key) throw new Error('nothing can be recorded before the keys are open');
  const head = auditChain.head ?? (await readEnd(tx, auditChain.number));
  // Others may have been recorded while it was read.
  const { id, hash: previous } = auditChain.head ?? head;
  const record: AuditRecord = {
    id: nextId(auditChain.number, id, nowMs),
    chain: auditChain.number,
    occurred_at: nowMs,
    action,
    outcome,
    actor_id: actor?.userId || null,
    sudo_user_id: actor?.sudoUserId ?? null,
    api_key_id: actor?.apiKeyId || null,
    target_user_id: targetUserId ?? null,
    target_group_id: targetGroupId ?? null,
    detail: detail ?? null,
    source: actor?.source ?? source ?? null,
    audit_key_id: key.id,
  };
  const hash = recordHash(key.secret, previous, record);
  auditChain.head = { id: record.id, hash };
  try {
    await tx.run(insertRecord(record, Buffer.from(hash, 'hex')));
    if (auditChain.number === EMBEDDED_CHAIN && endsSegment(record.id)) await tx.run(indexSegment(record.id));
  } catch (error) {
    auditChain.head = undefined;
    throw error;
  }
}
