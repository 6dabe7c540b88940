import { type Sql, sql } from '../store/sql.ts';
import type { AuditRecord } from './record-hash.ts';

export type AuditRow = AuditRecord & { hash: Uint8Array };

const columns = sql`id, chain, occurred_at, action, outcome, actor_id, sudo_user_id, api_key_id,
  target_user_id, target_group_id, detail, source, key_id, hash`;

export const insertRecord = (record: AuditRecord, hash: Uint8Array): Sql => sql`
  INSERT INTO audit_events (${columns})
  VALUES (${record.id}, ${record.chain}, ${record.occurred_at}, ${record.action}, ${record.outcome},
    ${record.actor_id}, ${record.sudo_user_id}, ${record.api_key_id}, ${record.target_user_id},
    ${record.target_group_id}, ${record.detail}, ${record.source}, ${record.key_id}, ${hash})`;

/** The newest record. */
export const selectHead = (): Sql => sql`
  SELECT id, chain, hash FROM audit_events ORDER BY id DESC LIMIT 1`;

export const selectRecord = (id: number): Sql => sql`SELECT ${columns} FROM audit_events WHERE id = ${id}`;

export const selectChained = (): Sql => sql`SELECT ${columns} FROM audit_events ORDER BY id`;

/** A place in the log by time. Records of the same millisecond follow each other by id. */
export interface Moment {
  occurred_at: number;
  id: number;
}

/** From the first, up to but not including the second. */
export interface Span {
  from: Moment;
  to: Moment;
}

const within = ({ from, to }: Span): Sql => sql`
  (occurred_at, id) >= (${from.occurred_at}, ${from.id}) AND (occurred_at, id) < (${to.occurred_at}, ${to.id})`;

const inOrder = (newestFirst: boolean): Sql =>
  newestFirst ? sql`occurred_at DESC, id DESC` : sql`occurred_at, id`;

/** The moment of the record that has so many of its span before it, in the order that they are read in. */
export const selectMoment = (scope: Sql, span: Span, newestFirst: boolean, before: number): Sql => sql`
  SELECT occurred_at, id FROM audit_events WHERE ${scope} AND ${within(span)}
  ORDER BY ${inOrder(newestFirst)} LIMIT 1 OFFSET ${before}`;

export const selectEvents = (condition: Sql, span: Span, newestFirst: boolean, limit: number): Sql => sql`
  SELECT ${columns} FROM audit_events WHERE ${condition} AND ${within(span)}
  ORDER BY ${inOrder(newestFirst)} LIMIT ${limit}`;
