import type { AuditRecord } from '../core/audit-record.ts';
import { ofChain } from '../store/of-chain.ts';
import { idList, list, type Sql, shareable, sql } from '../store/sql.ts';

export type AuditRow = AuditRecord & { hash: Uint8Array };

/** What the log is searched by. */
export const columns = {
  id: sql`id`,
  occurred_at: sql`occurred_at`,
  action: sql`action`,
  outcome: sql`outcome`,
  actor_id: sql`actor_id`,
  target_user_id: sql`target_user_id`,
  target_group_id: sql`target_group_id`,
  source: sql`source`,
};

const allColumns = sql`id, chain, occurred_at, action, outcome, actor_id, sudo_user_id, api_key_id,
  target_user_id, target_group_id, detail, source, audit_key_id, hash`;

export const insertRecord = (record: AuditRecord, hash: Uint8Array): Sql =>
  shareable(sql`
  INSERT INTO audit_events (${allColumns})
  VALUES (${record.id}, ${record.chain}, ${record.occurred_at}, ${record.action}, ${record.outcome},
    ${record.actor_id}, ${record.sudo_user_id}, ${record.api_key_id}, ${record.target_user_id},
    ${record.target_group_id}, ${record.detail}, ${record.source}, ${record.audit_key_id}, ${hash})`);

export const selectChains = (): Sql => sql`SELECT chain FROM audit_chains ORDER BY chain`;

/** The newest record of a chain. */
export const selectHead = (chain: number): Sql => sql`
  SELECT id, chain, hash FROM audit_events WHERE ${ofChain(chain)} ORDER BY id DESC LIMIT 1`;

/** The newest record of all chains. */
export const selectNewest = (): Sql => sql`SELECT id, chain, hash FROM audit_events ORDER BY id DESC LIMIT 1`;

export const selectRecord = (id: number): Sql => sql`SELECT ${allColumns} FROM audit_events WHERE id = ${id}`;

export const selectRecords = (ids: readonly number[]): Sql =>
  sql`SELECT ${allColumns} FROM audit_events WHERE id IN (${idList(ids)}) ORDER BY id`;

export const selectChained = (): Sql => sql`SELECT ${allColumns} FROM audit_events ORDER BY id`;

/** Records of a chain in the order in which they were written, all or those with some actions. */
export const selectEventsAfter = (
  span: { chain: number; afterId: number; toId: number },
  actions: readonly string[] | undefined,
  limit: number,
): Sql => sql`
  SELECT ${allColumns} FROM audit_events
  WHERE ${ofChain(span.chain)} AND id > ${span.afterId} AND id <= ${span.toId}
  AND ${actions ? sql`action IN (${list(actions)})` : sql`1 = 1`}
  ORDER BY id LIMIT ${limit}`;

/** The last of so many records of a chain, and how many there are. */
export const selectSpanEnd = (chain: number, afterId: number, length: number): Sql => sql`
  SELECT MAX(id) AS id, COUNT(*) AS count FROM (
    SELECT id FROM audit_events WHERE ${ofChain(chain)} AND id > ${afterId} ORDER BY id LIMIT ${length}) AS span`;

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

/** So many records are indexed by their targets together, once they are there. */
const SEGMENT = 4_096;

/** Whether a record is the last of a segment. */
export const endsSegment = (id: number): boolean => id % SEGMENT === 0;

/** Indexes the segment that ends with a record. */
export const indexSegment = (lastId: number): Sql => sql`
  INSERT INTO audit_targets (segment, target_user_id, event_id)
  SELECT ${lastId / SEGMENT - 1}, target_user_id, id FROM audit_events
  WHERE id > ${lastId - SEGMENT} AND id <= ${lastId} AND target_user_id IS NOT NULL
  ORDER BY target_user_id, id`;

/**
 * Indexes as one segment all that is in segments that are full. None may be indexed yet. It is not sorted, for which SQLite
 * might need a file of its own.
 */
export const indexSegmentsUpTo = (lastId: number): Sql => {
  const full = Math.floor(lastId / SEGMENT);
  return sql`
    INSERT INTO audit_targets (segment, target_user_id, event_id)
    SELECT ${full - 1}, target_user_id, id FROM audit_events
    WHERE id <= ${full * SEGMENT} AND target_user_id IS NOT NULL`;
};

/**
 * The ids of the records about a user. What is not indexed yet is short enough to be looked through. From one segment to
 * the one before there is a gap where ids are made of the time.
 */
const idsAbout = (targetUserId: number): Sql => sql`
  WITH RECURSIVE segments (segment) AS (
    SELECT MAX(segment) FROM audit_targets
    UNION ALL
    SELECT (SELECT MAX(indexed.segment) FROM audit_targets AS indexed WHERE indexed.segment < segments.segment)
    FROM segments WHERE segment IS NOT NULL)
  SELECT event_id FROM segments CROSS JOIN audit_targets AS indexed
  WHERE indexed.segment = segments.segment AND indexed.target_user_id = ${targetUserId}
  UNION ALL
  SELECT id FROM audit_events
  WHERE id > COALESCE((SELECT (MAX(segment) + 1) * ${SEGMENT} FROM audit_targets), 0)
    AND target_user_id = ${targetUserId}`;

/** Whose records alone are looked at; undefined: all. */
const scope = (targetUserId: number | undefined): Sql =>
  targetUserId === undefined ? sql`1 = 1` : sql`id IN (${idsAbout(targetUserId)})`;

/**
 * The newest records about a user, in the order in which they were written.
 *
 * @param wanted.among How many are looked at for those with some actions.
 */
export const selectEventsAbout = (
  targetUserId: number,
  wanted: { beforeId: number; among: number; actions: readonly string[] | undefined; limit: number },
): Sql => sql`
  SELECT ${allColumns} FROM audit_events
  WHERE id IN (
    SELECT event_id FROM (${idsAbout(targetUserId)}) AS about
    WHERE event_id < ${wanted.beforeId} ORDER BY event_id DESC LIMIT ${wanted.among})
  AND ${wanted.actions ? sql`action IN (${list(wanted.actions)})` : sql`1 = 1`}
  ORDER BY id DESC LIMIT ${wanted.limit}`;

/** What is asked of the log. */
export interface EventSearch {
  /** Milliseconds UTC, from the first on and before the second. */
  fromMs?: number | undefined;
  toMs?: number | undefined;
  /** Only what is older than this record. */
  beforeId?: number | undefined;
  /** To whom it was done, if it is one user. */
  targetUserId?: number | undefined;
  /** What else must hold. */
  condition: Sql;
  newestFirst: boolean;
}

/** The moment of the record that has so many before it, in the order that they are read in. */
export const selectMoment = (
  { targetUserId, newestFirst }: EventSearch,
  span: Span,
  before: number,
): Sql => sql`
  SELECT occurred_at, id FROM audit_events WHERE ${scope(targetUserId)} AND ${within(span)}
  ORDER BY ${inOrder(newestFirst)} LIMIT 1 OFFSET ${before}`;

export const selectEvents = (
  { targetUserId, condition, newestFirst }: EventSearch,
  span: Span,
  limit: number,
): Sql => sql`
  SELECT ${allColumns} FROM audit_events WHERE ${scope(targetUserId)} AND ${within(span)} AND ${condition}
  ORDER BY ${inOrder(newestFirst)} LIMIT ${limit}`;
