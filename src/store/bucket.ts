import { type Sql, sql } from './sql.ts';

interface Bucket {
  capacity: number;
  refillMs: number;
}

/** Whether one more charge fits in: see core/budget.ts, which says the same for a number. */
export const hasRoom = (spentUntil: Sql, { capacity, refillMs }: Bucket, nowMs: number): Sql =>
  sql`${spentUntil} <= ${nowMs + (capacity - 1) * refillMs}`;

/** What a column is after one more charge on its bucket, which starts now at the earliest. */
export const charged = (spentUntil: Sql, { refillMs }: Bucket, nowMs: number): Sql =>
  sql`CASE WHEN ${spentUntil} > ${nowMs} THEN ${spentUntil} ELSE ${nowMs} END + ${refillMs}`;
