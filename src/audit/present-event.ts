import { timestamp } from '../http/timestamp.ts';
import type { AuditRow } from './queries.ts';

const idOrNull = (id: number | null): string | null => (id === null ? null : String(id));

export const presentEvent = (row: AuditRow) => ({
  can: {},
  id: String(row.id),
  occurred_at: timestamp(row.occurred_at),
  action: row.action,
  outcome: row.outcome,
  actor_id: idOrNull(row.actor_id),
  sudo_user_id: idOrNull(row.sudo_user_id),
  api_key_id: idOrNull(row.api_key_id),
  target_user_id: idOrNull(row.target_user_id),
  target_group_id: idOrNull(row.target_group_id),
  detail: row.detail,
  source: row.source,
  hash: Buffer.from(row.hash).toString('hex'),
});
