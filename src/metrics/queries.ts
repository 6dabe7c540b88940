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

export const selectNewestUserId = (): Sql => sql`SELECT COALESCE(MAX(id), 0) AS id FROM users`;

export const countCoverage = (afterId: number, toId: number): Sql => sql`
  SELECT COUNT(*) AS users, COUNT(totp.id) AS covered
  FROM users LEFT JOIN credentials_totp AS totp
    ON totp.user_id = users.id AND totp.verified_at IS NOT NULL AND totp.disabled_at IS NULL
  WHERE users.id > ${afterId} AND users.id <= ${toId} AND users.disabled_at IS NULL`;
