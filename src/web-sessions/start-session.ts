import { recordEvent } from '../audit/record-event.ts';
import { digest, newSessionToken } from '../core/tokens.ts';
import { describeUserAgent } from '../core/user-agent.ts';
import type { Transaction } from '../store/database.ts';
import { deleteExpiredSessions, deleteOldestSessionsOf, insertSession } from './queries.ts';
import { readSessionConfig } from './session-config.ts';

/** How many sessions a user has at most, where the number is not limited to one (ASVS 7.1.2). */
const MAX_SESSIONS = 100;

export interface NewSession {
  userId: number;
  /** Who acts as the user; null: the user. */
  sudoUserId?: number | null;
  /** With what the first factor was proved, such as `email`. */
  credentialsType: string;
  /** When the second factor was proved, in milliseconds; null: it was not. */
  secondFactorAtMs: number | null;
  /** The address of the socket. */
  source: string;
  /** The `User-Agent` header. */
  userAgent: string | undefined;
}

/**
 * Signs a user in. Each proof of a factor starts a session of its own, with a token of its own (ASVS 7.2.4).
 * What is more than a user may have ends, the oldest first.
 *
 * @returns The token: only its digest is kept, so this is the one time it can be seen.
 */
export async function startSession(
  tx: Transaction,
  nowMs: number,
  { userId, sudoUserId = null, credentialsType, secondFactorAtMs, source, userAgent }: NewSession,
): Promise<{ id: number; token: string; expiresAtMs: number }> {
  const config = await readSessionConfig(tx);
  const token = newSessionToken();
  const expiresAtMs = nowMs + config.session_minutes * 60_000;
  await tx.run(deleteExpiredSessions(nowMs));
  const { id } = (await tx.get<{ id: number }>(
    insertSession({
      digest: digest(token),
      userId,
      sudoUserId,
      credentialsType,
      secondFactorAtMs,
      source,
      ...describeUserAgent(userAgent),
      nowMs,
      expiresAtMs,
    }),
  )) as { id: number };
  await tx.run(deleteOldestSessionsOf(userId, config.unlimited_sessions_per_user ? MAX_SESSIONS : 1));
  await recordEvent(tx, nowMs, {
    action: 'start_session',
    detail: `session ${id}: ${credentialsType}`,
    actor: null,
    targetUserId: userId,
    source,
  });
  return { id, token, expiresAtMs };
}
