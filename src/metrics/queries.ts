import { ofChain } from '../store/of-chain.ts';
import { type Sql, sql } from '../store/sql.ts';

export interface EventCount {
  action: string;
  outcome: string;
  count: number;
  last: number;
}

/** For PostgreSQL alone: how many bytes of disk the database takes. */
export const selectDatabaseSize = (): Sql => sql`SELECT pg_database_size(current_database()) AS bytes`;

/** How many there are of each kind among so many records of a chain after one of them, and which is the last. */
export const countEvents = (chain: number, afterId: number, limit: number): Sql => sql`
  SELECT action, outcome, COUNT(*) AS count, MAX(id) AS last FROM (
    SELECT id, action, outcome FROM audit_events WHERE ${ofChain(chain)} AND id > ${afterId}
    ORDER BY id LIMIT ${limit}) AS recorded
  GROUP BY action, outcome`;
