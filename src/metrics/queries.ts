import { type Sql, sql } from '../store/sql.ts';

export const selectNewestEventId = (): Sql => sql`SELECT COALESCE(MAX(id), 0) AS id FROM audit_events`;

export interface EventCount {
  action: string;
  outcome: string;
  count: number;
}

export const countEvents = (afterId: number, toId: number): Sql => sql`
  SELECT action, outcome, COUNT(*) AS count FROM audit_events WHERE id > ${afterId} AND id <= ${toId}
  GROUP BY action, outcome`;
