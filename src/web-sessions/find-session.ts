import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Permission } from '../core/permissions.ts';
import { digest } from '../core/tokens.ts';
import { currentPermissions } from '../roles/current-permissions.ts';
import type { Reader } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import {
  findByToken,
  type SessionRow,
  type SignedInRow,
  selectSession,
  selectSessionsOf,
  touch,
} from './queries.ts';

export type { SessionRow } from './queries.ts';

/** Who is signed in, and how well they have proved it. */
export interface Session {
  id: number;
  userId: number;
  sudoUserId: number | null;
  /** When the second factor was proved, in milliseconds; null: it was not. */
  secondFactorAtMs: number | null;
  createdAtMs: number;
  expiresAtMs: number;
  permissions: ReadonlySet<Permission>;
}

/** Use is noted no more often than this, so that reading pages writes little. */
const TOUCH_EVERY_MS = 15_000;

/**
 * Finds the session of a token and notes that it is used.
 *
 * @returns undefined when it is unknown, has ended, was not used for too long, or its user is disabled.
 */
export async function findSession(
  { database, clock }: Context,
  token: string | undefined,
): Promise<Session | undefined> {
  if (token === undefined) return undefined;
  const nowMs = clock();
  const row = await database.get<SignedInRow>(findByToken(digest(token), nowMs));
  if (!row) return undefined;
  if (row.last_used_at <= nowMs - TOUCH_EVERY_MS) {
    await database.transaction((tx) => tx.run(touch(row.id, nowMs)));
  }
  return {
    id: row.id,
    userId: row.user_id,
    sudoUserId: row.sudo_user_id,
    secondFactorAtMs: row.second_factor_at,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    permissions: await currentPermissions(database, row.user_id, row.access_version),
  };
}

/** @param userIds At least one. */
export const sessionsOf = (
  reader: Reader,
  userIds: readonly number[],
  nowMs: number,
): Promise<SessionRow[]> => reader.all<SessionRow>(selectSessionsOf(userIds, nowMs));

/** @throws AppError `not_found` when there is no such user. */
export async function listSessions({ database, clock }: Context, userId: number): Promise<SessionRow[]> {
  await requireUser(database, userId);
  return sessionsOf(database, [userId], clock());
}

/** @throws AppError `not_found` when the user has no such session, or it has ended. */
export async function readSession(
  { database, clock }: Context,
  userId: number,
  id: number,
): Promise<SessionRow> {
  const row = await database.get<SessionRow>(selectSession(userId, id, clock()));
  if (!row) throw notFound();
  return row;
}
