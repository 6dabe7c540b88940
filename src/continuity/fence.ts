import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { operator } from '../core/operator.ts';
import { raiseFence, recordBeat, recordLaterBeat, selectBeat, voidSecretsThatEnd } from './queries.ts';

/** A start later than this after the last sign of life may be one on an older state of the data. */
const QUIET_MS = 60_000;

/** A sign of life that a start takes for an old one. 0 is none. */
const LONG_AGO_MS = 1;

/** A clock that is this much behind the last sign of life was set back. */
const CLOCK_TOLERANCE_MS = 5_000;

/** When the server was last known to run, as a file beside the database remembers it. */
export interface SignOfLife {
  beatMs: number;
  /** Whether the file is not the one that was written: it was put back or moved, as its database may have been. */
  isCopy: boolean;
}

/**
 * Looks, at a start, whether the database may be an older one than ran last: a backup that was put back, or a
 * machine that was rolled back. What was used in between is not known to be used. So a fence is set: no code of
 * a time step that could have been accepted before now is accepted after it. Whoever signs in at that moment
 * waits for a later code, two minutes at most. Where a copy shows, whatever else works once is void, too.
 *
 * @param seen The latest sign of life outside the database; undefined: there is none.
 */
export async function fenceIfRolledBack(context: Context, seen: SignOfLife | undefined): Promise<void> {
  const { database, clock, log } = context;
  const nowMs = clock();
  const beatMs = (await database.get<{ beat_at: number }>(selectBeat()))?.beat_at ?? 0;
  if (beatMs === 0) return;
  if (nowMs < beatMs - CLOCK_TOLERANCE_MS) {
    log.error({ behindMs: beatMs - nowMs }, 'the clock is behind the last sign of life: it was set back');
  }
  if (!seen || seen.isCopy || seen.beatMs > beatMs) {
    log.warn(
      'the data were put back or moved: recovery codes and password links are void, and everybody is signed out',
    );
    await setFence(context, 'rolled_back', { voidSecrets: true });
  } else if (nowMs - beatMs > QUIET_MS) {
    await setFence(context, 'was_down');
  }
}

/** From now on no code counts that could have been accepted before. */
export async function setFence(
  { database, clock }: Context,
  why: string,
  { voidSecrets = false, actor = null }: { voidSecrets?: boolean; actor?: Caller | null } = {},
): Promise<void> {
  await database.transaction(async (tx) => {
    const nowMs = clock();
    await tx.run(raiseFence(nowMs));
    if (voidSecrets) for (const statement of voidSecretsThatEnd()) await tx.run(statement);
    await recordEvent(tx, nowMs, { action: 'set_fence', outcome: why, actor });
  });
}

/** What an operator says of a database that was put back, where a start cannot find it out. */
export async function fenceAsRestored(context: Context): Promise<object> {
  await setFence(context, 'rolled_back', { voidSecrets: true, actor: operator });
  return {};
}

/** The next start raises the fence to its own time: what was put back may go on elsewhere until then. */
export async function fenceAtNextStart({ database }: Context): Promise<void> {
  await database.transaction((tx) => tx.run(recordBeat(LONG_AGO_MS)));
}

/** Gives a sign of life and returns its time in milliseconds, to be remembered outside the database. */
export async function beat({ config, database, clock }: Context): Promise<number> {
  const nowMs = clock();
  const record = config.databaseUrl ? recordLaterBeat : recordBeat;
  await database.transaction((tx) => tx.run(record(nowMs)));
  return nowMs;
}
