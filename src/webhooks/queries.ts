import { idList, list, type Sql, sql } from '../store/sql.ts';

export interface WebhookRow {
  id: number;
  url: string;
  actions: string | null;
  created_at: number;
  disabled_at: number | null;
  delivered_at: number | null;
  attempts: number;
  next_attempt_at: number;
  failed_at: number | null;
  failure: string | null;
}

export interface SealedSecret {
  sealed_secret: Uint8Array;
  key_id: string;
}

const columns = sql`id, url, actions, created_at, disabled_at, delivered_at, attempts, next_attempt_at,
  failed_at, failure`;

export const selectWebhooks = (): Sql => sql`SELECT ${columns} FROM webhooks ORDER BY id`;

export const selectWebhook = (id: number): Sql => sql`SELECT ${columns} FROM webhooks WHERE id = ${id}`;

export const insertWebhook = (
  row: { url: string; actions: string | null } & SealedSecret,
  nowMs: number,
): Sql => sql`
  INSERT INTO webhooks (url, actions, sealed_secret, key_id, created_at)
  VALUES (${row.url}, ${row.actions}, ${row.sealed_secret}, ${row.key_id}, ${nowMs})
  RETURNING id`;

export const selectSentTo = (webhookId: number): Sql =>
  sql`SELECT chain, sent_to FROM webhook_cursors WHERE webhook_id = ${webhookId}`;

export const setSentTo = (webhookId: number, chain: number, sentTo: number): Sql => sql`
  INSERT INTO webhook_cursors (webhook_id, chain, sent_to) VALUES (${webhookId}, ${chain}, ${sentTo})
  ON CONFLICT (webhook_id, chain) DO UPDATE SET sent_to = excluded.sent_to`;

export const setSecret = (id: number, { sealed_secret, key_id }: SealedSecret): Sql => sql`
  UPDATE webhooks SET sealed_secret = ${sealed_secret}, key_id = ${key_id} WHERE id = ${id}`;

/** Whatever changes, the next attempt is at once. */
export const setWebhook = (
  id: number,
  row: { url: string; actions: string | null; disabled_at: number | null },
): Sql => sql`
  UPDATE webhooks SET url = ${row.url}, actions = ${row.actions}, disabled_at = ${row.disabled_at},
    attempts = 0, next_attempt_at = 0
  WHERE id = ${id}`;

export const disableWebhook = (id: number, nowMs: number): Sql =>
  sql`UPDATE webhooks SET disabled_at = ${nowMs} WHERE id = ${id} AND disabled_at IS NULL`;

export const deleteWebhookRow = (id: number): Sql => sql`DELETE FROM webhooks WHERE id = ${id}`;

export interface DeadLetter {
  event_id: number;
  given_up_at: number;
  failure: string;
}

/** The newest first. @param beforeId Only those of records that are older than this one. */
export const selectDeadLetters = (webhookId: number, beforeId: number, limit: number): Sql => sql`
  SELECT event_id, given_up_at, failure FROM webhook_leftovers
  WHERE webhook_id = ${webhookId} AND asked_at IS NULL AND event_id < ${beforeId}
  ORDER BY event_id DESC LIMIT ${limit}`;

export const countDeadLetters = (): Sql => sql`
  SELECT webhook_id, COUNT(*) AS count FROM webhook_leftovers WHERE asked_at IS NULL GROUP BY webhook_id`;

export const askForDeadLetters = (webhookId: number, nowMs: number): Sql => sql`
  UPDATE webhook_leftovers SET asked_at = ${nowMs} WHERE webhook_id = ${webhookId} AND asked_at IS NULL`;

export interface EventRange {
  /** The first event and the last, both among them. */
  fromId: number;
  toId: number;
}

/** How many events are in a range, as far as they are counted. */
export const countRange = ({ fromId, toId }: EventRange, countTo: number): Sql => sql`
  SELECT COUNT(*) AS count FROM (
    SELECT 1 FROM audit_events WHERE id >= ${fromId} AND id <= ${toId} LIMIT ${countTo}) AS counted`;

/** Of those whose turn was before. The others come anyway. */
export const askForRange = (
  webhookId: number,
  { fromId, toId, actions }: EventRange & { actions: readonly string[] | undefined },
  nowMs: number,
): Sql => sql`
  INSERT INTO webhook_leftovers (webhook_id, event_id, asked_at)
  SELECT ${webhookId}, id, ${nowMs} FROM audit_events
  WHERE id >= ${fromId} AND id <= ${toId} AND ${actions ? sql`action IN (${list(actions)})` : sql`1 = 1`}
  AND EXISTS (
    SELECT 1 FROM webhook_cursors AS done
    WHERE done.webhook_id = ${webhookId} AND done.chain = audit_events.chain AND done.sent_to >= audit_events.id)
  ON CONFLICT (webhook_id, event_id) DO UPDATE SET asked_at = excluded.asked_at`;

export const attemptAtOnce = (id: number): Sql =>
  sql`UPDATE webhooks SET attempts = 0, next_attempt_at = 0 WHERE id = ${id}`;

/** All times in milliseconds. */
export const LEASE_MS = 30_000;
export const LONGEST_WAIT_MS = 3_600_000;

/** By how much the clocks of servers on one database may differ. */
const CLOCK_TOLERANCE_MS = 10_000;

/** Whether a time is over. One that lies too far ahead was written before the clock was set back. */
const isOver = (time: Sql, nowMs: number, longestMs: number): Sql =>
  sql`(${time} <= ${nowMs} OR ${time} > ${nowMs + longestMs + CLOCK_TOLERANCE_MS})`;

/** Nobody sends to it, and its wait is over. */
const isFree = (nowMs: number): Sql => sql`
  disabled_at IS NULL AND ${isOver(sql`lease_ends_at`, nowMs, LEASE_MS)}
  AND ${isOver(sql`next_attempt_at`, nowMs, LONGEST_WAIT_MS)}`;

/** Those with something to send, or to look through, that are free. */
export const selectDue = (nowMs: number): Sql => sql`
  SELECT id FROM webhooks
  WHERE ${isFree(nowMs)} AND (
    EXISTS (
      SELECT 1 FROM audit_chains AS chains WHERE EXISTS (
        SELECT 1 FROM audit_events WHERE chain = chains.chain AND id > COALESCE((
          SELECT sent_to FROM webhook_cursors WHERE webhook_id = webhooks.id AND chain = chains.chain), 0)))
    OR EXISTS (SELECT 1 FROM webhook_leftovers WHERE webhook_id = webhooks.id AND asked_at IS NOT NULL))`;

export interface Lease {
  owner: string;
  endsAtMs: number;
}

/** A row if it is free. The write is the decision: of two who try at once, one gets it. */
export const claimWebhook = (id: number, { owner, endsAtMs }: Lease, nowMs: number): Sql => sql`
  UPDATE webhooks SET lease_owner = ${owner}, lease_ends_at = ${endsAtMs}
  WHERE id = ${id} AND ${isFree(nowMs)}
  RETURNING ${columns}, sealed_secret, key_id`;

/**
 * A row as long as the lease is held, also when it was disabled meanwhile.
 *
 * @param deliveredAtMs undefined: nothing was taken.
 */
export const renewLease = (
  id: number,
  { owner, endsAtMs }: Lease,
  deliveredAtMs: number | undefined,
): Sql => sql`
  UPDATE webhooks SET lease_ends_at = ${endsAtMs}
    ${deliveredAtMs === undefined ? sql`` : sql`, delivered_at = ${deliveredAtMs}, attempts = 0, failure = NULL`}
  WHERE id = ${id} AND lease_owner = ${owner} RETURNING ${columns}`;

export const endLease = (id: number, owner: string): Sql =>
  sql`UPDATE webhooks SET lease_owner = NULL, lease_ends_at = 0 WHERE id = ${id} AND lease_owner = ${owner}`;

/** What was asked for again comes before what is new. */
export const selectAsked = (webhookId: number, limit: number): Sql => sql`
  SELECT event_id FROM webhook_leftovers WHERE webhook_id = ${webhookId} AND asked_at IS NOT NULL
  ORDER BY event_id LIMIT ${limit}`;

/** @param eventIds At least one. */
export const deleteLeftovers = (webhookId: number, eventIds: readonly number[]): Sql => sql`
  DELETE FROM webhook_leftovers WHERE webhook_id = ${webhookId} AND event_id IN (${idList(eventIds)})`;

export interface Failure {
  attempts: number;
  nextAttemptAtMs: number;
  why: string;
}

export const setFailure = (id: number, failure: Failure, nowMs: number): Sql => sql`
  UPDATE webhooks SET attempts = ${failure.attempts}, next_attempt_at = ${failure.nextAttemptAtMs},
    failed_at = ${nowMs}, failure = ${failure.why}
  WHERE id = ${id}`;

export const giveUp = (webhookId: number, eventId: number, why: string, nowMs: number): Sql => sql`
  INSERT INTO webhook_leftovers (webhook_id, event_id, given_up_at, failure)
  VALUES (${webhookId}, ${eventId}, ${nowMs}, ${why})
  ON CONFLICT (webhook_id, event_id)
  DO UPDATE SET asked_at = NULL, given_up_at = excluded.given_up_at, failure = excluded.failure`;
