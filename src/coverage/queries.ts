import { type Sql, sql } from '../store/sql.ts';

/** Moments from the first on, in steps of the same length. What is older is in the first one, numbered 0. */
export interface Steps {
  startMs: number;
  stepMs: number;
}

/** An engine may take what is bound for a number with a fraction, and divide accordingly. */
const whole = (value: number): Sql => sql`CAST(${value} AS BIGINT)`;

const stepOf = (moment: Sql, { startMs, stepMs }: Steps): Sql => sql`
  CASE WHEN ${moment} <= ${startMs} THEN 0
    ELSE (${moment} - ${whole(startMs)} - 1) / ${whole(stepMs)} + 1 END`;

export interface StepRow {
  step: number;
  people: number;
}

/** In which step how many of those who are here came, from the first id up to but not including the second. */
export const countArrived = (steps: Steps, fromId: number, toId: number): Sql => sql`
  SELECT ${stepOf(sql`users.created_at`, steps)} AS step, COUNT(*) AS people FROM users
  WHERE users.id >= ${fromId} AND users.id < ${toId} AND users.disabled_at IS NULL GROUP BY 1`;

const isOn = sql`totp.verified_at IS NOT NULL AND totp.disabled_at IS NULL`;

/** In which step how many of those who have a second factor set it up. */
export const countEnrolled = (steps: Steps, fromId: number, toId: number): Sql => sql`
  SELECT ${stepOf(sql`totp.verified_at`, steps)} AS step, COUNT(*) AS people
  FROM users JOIN credentials_totp AS totp ON totp.user_id = users.id AND ${isOn}
  WHERE users.id >= ${fromId} AND users.id < ${toId} AND users.disabled_at IS NULL GROUP BY 1`;

export interface GroupRow {
  id: number;
  name: string;
}

export const selectLargestGroups = (limit: number): Sql => sql`
  SELECT id, name FROM groups WHERE user_count > 0 ORDER BY user_count DESC, id LIMIT ${limit}`;

export interface MembersRow {
  /** The last one that was looked at; null: there are no more. */
  last: number | null;
  people: number;
  enrolled: number;
}

/** Of so many members of a group after one of them: how many can sign in, and how many have a second factor. */
export const countMembers = (groupId: number, afterUserId: number, limit: number): Sql => sql`
  SELECT MAX(member.user_id) AS last, COUNT(users.id) AS people,
    COUNT(CASE WHEN users.id IS NOT NULL THEN totp.id END) AS enrolled
  FROM (
    SELECT user_id FROM group_users WHERE group_id = ${groupId} AND user_id > ${afterUserId}
    ORDER BY user_id LIMIT ${limit}
  ) AS member
  LEFT JOIN users ON users.id = member.user_id AND users.disabled_at IS NULL
  LEFT JOIN credentials_totp AS totp ON totp.user_id = member.user_id AND ${isOn}`;

/** The days, numbered from the first, on which codes were refused, and how many. */
export const countRefused = (startMs: number, dayMs: number): Sql => sql`
  SELECT (occurred_at - ${whole(startMs)}) / ${whole(dayMs)} AS step, COUNT(*) AS people FROM audit_events
  WHERE outcome NOT IN ('done', 'accepted') AND occurred_at >= ${startMs}
    AND action IN ('verify_code', 'use_recovery_code', 'resynchronize') GROUP BY 1`;

/** The same for lockouts. */
export const countLocked = (startMs: number, dayMs: number): Sql => sql`
  SELECT (occurred_at - ${whole(startMs)}) / ${whole(dayMs)} AS step, COUNT(*) AS people FROM audit_events
  WHERE action = 'lock_login' AND occurred_at >= ${startMs} GROUP BY 1`;
