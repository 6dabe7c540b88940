import type { Bucket } from '../core/budget.ts';
import { charged } from '../store/bucket.ts';
import { type Sql, sql } from '../store/sql.ts';

/** What the one of two sources that spent more has spent. */
export const selectSpent = (one: string, other: string): Sql => sql`
  SELECT MAX(spent_until) AS spent_until FROM source_budgets WHERE source IN (${one}, ${other})`;

export const chargeSource = (source: string, bucket: Bucket, nowMs: number): Sql => sql`
  INSERT INTO source_budgets (source, spent_until) VALUES (${source}, ${nowMs + bucket.refillMs})
  ON CONFLICT (source) DO UPDATE SET spent_until = ${charged(sql`source_budgets.spent_until`, bucket, nowMs)}`;

/** Those whose bucket has been full since then. Not those that pay while it waits for them. */
export const deleteFullSince = (sinceMs: number): Sql => sql`
  DELETE FROM source_budgets WHERE spent_until <= ${sinceMs} AND source IN (
    SELECT source FROM source_budgets WHERE spent_until <= ${sinceMs} ORDER BY spent_until LIMIT 100)`;

export const settleSourcesAt = (spentUntil: number): Sql =>
  sql`UPDATE source_budgets SET spent_until = ${spentUntil} WHERE spent_until > ${spentUntil}`;
