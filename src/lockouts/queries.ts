import type { Page } from '../core/page.ts';
import { type Sql, sql } from '../store/sql.ts';

/** What a stranger can try: an API key's secret, a password, a code. */
export type AuthType = 'api' | 'email' | 'totp';

/** Trying one credential from one address: what failures are counted by. */
export interface LoginAttempt {
  key: string;
  authType: AuthType;
  network: string;
  source: string;
}

export interface StreakRow {
  fail_count: number;
  lockout_at: number | null;
  expires_at: number;
}

export const selectStreak = (key: string, nowMs: number): Sql => sql`
  SELECT fail_count, lockout_at, expires_at FROM login_lockouts WHERE key = ${key} AND expires_at > ${nowMs}`;

/**
 * Counts one more failure, for one after the other of all who fail at the same instant. No row: locked
 * already. What has expired starts over.
 */
export const countOneMore = (
  { key, authType, network, source }: LoginAttempt,
  { userId, nowMs, untilMs, limit }: { userId: number | null; nowMs: number; untilMs: number; limit: number },
): Sql => sql`
  INSERT INTO login_lockouts AS streak (key, auth_type, network, ip, user_id, fail_count, expires_at)
  VALUES (${key}, ${authType}, ${network}, ${source}, ${userId}, 1, ${untilMs})
  ON CONFLICT (key) DO UPDATE SET
    ip = excluded.ip,
    user_id = excluded.user_id,
    fail_count = CASE WHEN streak.expires_at > ${nowMs} THEN streak.fail_count + 1 ELSE 1 END,
    lockout_at = CASE WHEN streak.expires_at > ${nowMs} AND streak.fail_count + 1 >= ${limit}
      THEN CAST(${nowMs} AS BIGINT) END,
    expires_at = excluded.expires_at
  WHERE streak.lockout_at IS NULL OR streak.expires_at <= ${nowMs}
  RETURNING fail_count, lockout_at, expires_at`;

/** Takes one failure back, and the lock with it. */
export const countOneLess = (key: string): Sql => sql`
  UPDATE login_lockouts SET fail_count = fail_count - 1, lockout_at = NULL WHERE key = ${key} AND fail_count > 0`;

export const deleteStreak = (key: string): Sql => sql`DELETE FROM login_lockouts WHERE key = ${key}`;

/** Not those that begin anew while it waits for them. */
export const deleteExpiredStreaks = (nowMs: number): Sql => sql`
  DELETE FROM login_lockouts WHERE expires_at <= ${nowMs} AND key IN (
    SELECT key FROM login_lockouts WHERE expires_at <= ${nowMs} ORDER BY expires_at LIMIT 100)`;

/** Leaves the newest of a network, this one among them: of those that lock, or of those that do not yet. */
export const deleteOldestStreaks = (
  { key, authType, network }: LoginAttempt,
  { locked, keep }: { locked: boolean; keep: number },
): Sql => {
  const those = locked ? sql`lockout_at IS NOT NULL` : sql`lockout_at IS NULL`;
  // One that locks while it is waited for is none of those any more.
  return sql`
    DELETE FROM login_lockouts WHERE ${those} AND key IN (
      SELECT key FROM login_lockouts
      WHERE auth_type = ${authType} AND network = ${network} AND key <> ${key} AND ${those}
      ORDER BY expires_at DESC LIMIT 100 OFFSET ${keep - 1})`;
};

export interface LockoutRow {
  key: string;
  auth_type: string;
  ip: string;
  user_id: number | null;
  full_name: string | null;
  email: string | null;
  fail_count: number;
  lockout_at: number;
}

const fromLockouts = sql`
  FROM login_lockouts AS lockout
  LEFT JOIN users ON users.id = lockout.user_id`;

const fullName = sql`NULLIF(TRIM(users.first_name || ' ' || users.last_name), '')`;
const fullNameKey = sql`NULLIF(TRIM(users.first_name_key || ' ' || users.last_name_key), '')`;

/** As they are searched and sorted by. */
export const lockoutColumns = {
  key: sql`lockout.key`,
  auth_type: sql`lockout.auth_type`,
  ip: sql`lockout.ip`,
  user_id: sql`users.id`,
  remote_id: sql`CAST(NULL AS TEXT)`,
  full_name: fullNameKey,
  email: sql`users.email_key`,
  fail_count: sql`lockout.fail_count`,
  lockout_at: sql`lockout.lockout_at`,
};

export const everyLockout = sql`1 = 1`;
export const withKey = (key: string): Sql => sql`lockout.key = ${key}`;
export const ofUser = (userId: number): Sql => sql`lockout.user_id = ${userId}`;
export const newestFirst = sql`lockout.lockout_at DESC, lockout.key`;
export const oldestFirst = sql`lockout.lockout_at, lockout.key`;

const inForce = (nowMs: number): Sql => sql`lockout.lockout_at IS NOT NULL AND lockout.expires_at > ${nowMs}`;

/** The lockouts in force for which a condition holds. */
export const lockoutsThat = (where: Sql, order: Sql, nowMs: number) => ({
  count: sql`SELECT COUNT(*) AS total ${fromLockouts} WHERE ${inForce(nowMs)} AND (${where})`,
  select: ({ limit, offset }: Page): Sql => sql`
    SELECT lockout.key, lockout.auth_type, lockout.ip, users.id AS user_id, ${fullName} AS full_name,
      users.email, lockout.fail_count, lockout.lockout_at
    ${fromLockouts} WHERE ${inForce(nowMs)} AND (${where})
    ORDER BY ${order} LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`,
});

export const selectLockedUser = (key: string, nowMs: number): Sql => sql`
  SELECT users.id AS user_id ${fromLockouts} WHERE lockout.key = ${key} AND ${inForce(nowMs)}`;
