import { accessVersion } from '../roles/permissions-of.ts';
import { idList, list, type Sql, sql } from '../store/sql.ts';

/** How long a session lives without being used, where inactivity ends it. */
export const IDLE_MS = 15 * 60_000;

/** A session, by whichever comes first: its end, or inactivity. */
const alive = (nowMs: number): Sql => sql`session.expires_at > ${nowMs} AND (
  session.last_used_at > ${nowMs - IDLE_MS}
  OR EXISTS (SELECT 1 FROM session_config WHERE use_inactivity_based_logout = 0))`;

export interface SessionRow {
  id: number;
  user_id: number;
  sudo_user_id: number | null;
  credentials_type: string;
  second_factor_at: number | null;
  ip: string;
  browser: string | null;
  operating_system: string | null;
  created_at: number;
  last_used_at: number;
  expires_at: number;
}

const columns = sql`session.id, session.user_id, session.sudo_user_id, session.credentials_type,
  session.second_factor_at, session.ip, session.browser, session.operating_system, session.created_at,
  session.last_used_at, session.expires_at`;

export const selectSessionsOf = (userIds: readonly number[], nowMs: number): Sql => sql`
  SELECT ${columns} FROM sessions AS session
  WHERE session.user_id IN (${idList(userIds)}) AND ${alive(nowMs)} ORDER BY session.id`;

export const selectSession = (userId: number, id: number, nowMs: number): Sql => sql`
  SELECT ${columns} FROM sessions AS session
  WHERE session.user_id = ${userId} AND session.id = ${id} AND ${alive(nowMs)}`;

export interface SignedInRow extends SessionRow {
  access_version: number;
}

/** A session, and as of when permissions count, while both the user and whoever acts as the user are enabled. */
export const findByToken = (digest: Uint8Array, nowMs: number): Sql => sql`
  SELECT ${columns}, (${accessVersion}) AS access_version
  FROM sessions AS session
  JOIN users ON users.id = session.user_id AND users.disabled_at IS NULL
  WHERE session.digest = ${digest} AND ${alive(nowMs)}
    AND NOT EXISTS (
      SELECT 1 FROM users AS sudo WHERE sudo.id = session.sudo_user_id AND sudo.disabled_at IS NOT NULL)`;

export const insertSession = (session: {
  digest: Uint8Array;
  userId: number;
  sudoUserId: number | null;
  credentialsType: string;
  secondFactorAtMs: number | null;
  source: string;
  browser: string | null;
  operatingSystem: string | null;
  nowMs: number;
  expiresAtMs: number;
}): Sql => sql`
  INSERT INTO sessions (digest, user_id, sudo_user_id, credentials_type, second_factor_at, ip, browser,
    operating_system, created_at, last_used_at, expires_at)
  VALUES (${session.digest}, ${session.userId}, ${session.sudoUserId}, ${session.credentialsType},
    ${session.secondFactorAtMs}, ${session.source}, ${session.browser}, ${session.operatingSystem},
    ${session.nowMs}, ${session.nowMs}, ${session.expiresAtMs}) RETURNING id`;

/** Only ever later: of two requests at once, the slower one takes nothing back. */
export const touch = (id: number, nowMs: number): Sql =>
  sql`UPDATE sessions SET last_used_at = ${nowMs} WHERE id = ${id} AND last_used_at < ${nowMs}`;

export const deleteSessionRow = (userId: number, id: number): Sql =>
  sql`DELETE FROM sessions WHERE user_id = ${userId} AND id = ${id}`;

/** Also those in which the user acts as another. */
export const deleteSessionsOf = (userId: number, exceptId: number): Sql => sql`
  DELETE FROM sessions WHERE (user_id = ${userId} OR sudo_user_id = ${userId}) AND id <> ${exceptId}`;

export const deleteOldestSessionsOf = (userId: number, keep: number): Sql => sql`
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE user_id = ${userId} AND sudo_user_id IS NULL
    ORDER BY id DESC LIMIT 1000 OFFSET ${keep})`;

export const deleteExpiredSessions = (nowMs: number): Sql => sql`
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE expires_at <= ${nowMs} ORDER BY expires_at LIMIT 1000)`;

export interface SessionConfigRow {
  allow_persistent_sessions: number;
  session_minutes: number;
  unlimited_sessions_per_user: number;
  use_inactivity_based_logout: number;
  track_session_location: number;
}

const configColumns = {
  allow_persistent_sessions: sql`allow_persistent_sessions`,
  session_minutes: sql`session_minutes`,
  unlimited_sessions_per_user: sql`unlimited_sessions_per_user`,
  use_inactivity_based_logout: sql`use_inactivity_based_logout`,
  track_session_location: sql`track_session_location`,
} satisfies Record<keyof SessionConfigRow, Sql>;

export const selectSessionConfig = (): Sql =>
  sql`SELECT ${list(Object.values(configColumns))} FROM session_config`;

/** @param changes At least one. */
export const setSessionConfig = (changes: Partial<SessionConfigRow>): Sql => {
  const assignments = (Object.entries(changes) as [keyof SessionConfigRow, number][]).map(
    ([name, value]) => sql`${configColumns[name]} = ${value}`,
  );
  return sql`UPDATE session_config SET ${list(assignments)}`;
};

/** Brings forward the end of every session that would outlive a new limit. */
export const shortenSessions = (lifetimeMs: number): Sql => sql`
  UPDATE sessions SET expires_at = created_at + ${lifetimeMs} WHERE expires_at > created_at + ${lifetimeMs}`;
