import type { Caller } from '../core/caller.ts';
import type { Transaction } from '../store/database.ts';
import { sql } from '../store/sql.ts';

export interface AuditEvent {
  action: string;
  /** `done`, or how it ended: `accepted`, `wrong_code`, `already_used` … */
  outcome?: string;
  /** Who did it; null: the server itself. */
  actor: Caller | null;
  targetUserId?: number;
  targetGroupId?: number;
  /** What else was changed, in a word or two: `group 7`. */
  detail?: string;
  /** Where the request came from, when there is no caller to say it. */
  source?: string;
}

/** Writes a security event in the transaction of the change it speaks of: both are kept or neither. */
export async function recordEvent(
  tx: Transaction,
  nowMs: number,
  { action, outcome = 'done', actor, targetUserId, targetGroupId, detail, source }: AuditEvent,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO audit_events (occurred_at, action, outcome, actor_id, sudo_user_id, target_user_id,
      target_group_id, detail, source)
    VALUES (${nowMs}, ${action}, ${outcome}, ${actor?.userId ?? null}, ${actor?.sudoUserId ?? null},
      ${targetUserId ?? null}, ${targetGroupId ?? null}, ${detail ?? null},
      ${actor?.source ?? source ?? null})`);
}
