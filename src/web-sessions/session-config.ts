import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { type SessionConfigRow, selectSessionConfig, setSessionConfig, shortenSessions } from './queries.ts';

/** How people stay signed in. */
export interface SessionConfig {
  /** Whether a session may outlive the browser's window. */
  allow_persistent_sessions: boolean;
  /** From five minutes to thirty days. */
  session_minutes: number;
  unlimited_sessions_per_user: boolean;
  use_inactivity_based_logout: boolean;
  track_session_location: boolean;
}

/** What a client can set. What is absent stays as it is. */
export type SessionConfigChanges = { [Name in keyof SessionConfig]?: SessionConfig[Name] | null };

export async function readSessionConfig(reader: Reader): Promise<SessionConfig> {
  const row = (await reader.get<SessionConfigRow>(selectSessionConfig())) as SessionConfigRow;
  return {
    allow_persistent_sessions: row.allow_persistent_sessions === 1,
    session_minutes: row.session_minutes,
    unlimited_sessions_per_user: row.unlimited_sessions_per_user === 1,
    use_inactivity_based_logout: row.use_inactivity_based_logout === 1,
    track_session_location: row.track_session_location === 1,
  };
}

/**
 * Changes what is given. A shorter life holds for sessions that go on, too; a longer one for new ones alone.
 *
 * @throws AppError `validation_failed` for a life of null.
 */
export async function updateSessionConfig(
  { database, clock }: Context,
  caller: Caller,
  changes: SessionConfigChanges,
): Promise<SessionConfig> {
  const { session_minutes } = changes;
  if (session_minutes === null) throw invalidField('session_minutes', "'session_minutes' cannot be null.");
  return database.transaction(async (tx) => {
    const before = await readSessionConfig(tx);
    const changed = Object.keys(before)
      .map((name) => [name, changes[name as keyof SessionConfig]] as const)
      .filter(([, value]) => value !== undefined);
    if (changed.length === 0) return before;
    await tx.run(setSessionConfig(Object.fromEntries(changed.map(([name, value]) => [name, Number(value)]))));
    if (session_minutes !== undefined) await tx.run(shortenSessions(session_minutes * 60_000));
    await recordEvent(tx, clock(), {
      action: 'update_session_config',
      actor: caller,
      detail: changed.map(([name, value]) => `${name} ${value}`).join(', '),
    });
    return readSessionConfig(tx);
  });
}
