import { recordEvent } from '../audit/record-event.ts';
import { AppError } from '../core/app-error.ts';
import type { Database, Reader, Transaction } from '../store/database.ts';
import type { LoginAttempt } from './login-attempt.ts';
import {
  countOneLess,
  countOneMore,
  deleteExpiredStreaks,
  deleteOldestStreaks,
  deleteStreak,
  type StreakRow,
  selectStreak,
} from './queries.ts';

/** So many failures in a row lock one credential for one address. */
export const FAILURES_TO_LOCK = 4;

/**
 * How long it stays locked. A streak is forgotten after the same time without a failure: whoever waits
 * that long between guesses is slower than the lock would make them.
 */
export const LOCKED_MS = 5 * 60_000;

/**
 * What is kept of one network and kind of credential: so many streaks, and so many locks. Credentials that
 * exist and those that do not are treated alike, or the lock would tell them apart; so a flood of made-up
 * names needs a bound. It pushes out the oldest rather than shutting anybody out: to have another three
 * guesses at a password costs a thousand others, each as slow as a password is to check.
 */
const KEPT_OF_A_NETWORK = 1_000;

/**
 * Lets an attempt go on unless it is locked.
 *
 * @returns How many failures there were in a row: when there were any, success must clear them.
 * @throws AppError `too_many_requests`: then nothing else may be looked at.
 */
export async function requireUnlocked(reader: Reader, nowMs: number, attempt: LoginAttempt): Promise<number> {
  const streak = await reader.get<StreakRow>(selectStreak(attempt.key, nowMs));
  if (streak && streak.lockout_at !== null) throw locked(streak, nowMs);
  return streak?.fail_count ?? 0;
}

/**
 * Pays for an attempt before its check (RFC 4226 section 7.3), when the check is too slow for a transaction.
 *
 * @param userId Whose credential it is; null: nobody's.
 * @returns How many failures in a row it makes if this is one.
 * @throws AppError `too_many_requests` when it is locked, also by others at the same instant.
 */
export async function chargeAttempt(
  tx: Transaction,
  nowMs: number,
  attempt: LoginAttempt,
  userId: number | null,
): Promise<number> {
  const untilMs = nowMs + LOCKED_MS;
  const streak = await tx.get<StreakRow>(
    countOneMore(attempt, { userId, nowMs, untilMs, limit: FAILURES_TO_LOCK }),
  );
  if (!streak) {
    throw locked((await tx.get<StreakRow>(selectStreak(attempt.key, nowMs))) as StreakRow, nowMs);
  }
  return streak.fail_count;
}

const makingRoom = new WeakSet<Database>();

/**
 * Clears away what has expired, and what a network has more than its share of. To be called after a failure, and
 * apart from it: those who fail at the same instant would get in each other's way.
 */
export async function makeRoom(database: Database, nowMs: number, attempt: LoginAttempt): Promise<void> {
  // Whoever is at it clears away for all.
  if (makingRoom.has(database)) return;
  makingRoom.add(database);
  try {
    await database.transaction(async (tx) => {
      await tx.run(deleteExpiredStreaks(nowMs));
      for (const locked of [false, true]) {
        await tx.run(deleteOldestStreaks(attempt, { locked, keep: KEPT_OF_A_NETWORK }));
      }
      // Nothing is decided by what it reads.
    }, 'read committed');
  } finally {
    makingRoom.delete(database);
  }
}

/**
 * Counts a failure that was found in this transaction. It must return, not throw: throwing would take the
 * count back.
 *
 * @param userId Whose credential it is; null: nobody's.
 * @throws AppError `too_many_requests` when others have locked it first: then what was found is not told.
 */
export async function countFailure(
  tx: Transaction,
  nowMs: number,
  attempt: LoginAttempt,
  userId: number | null,
): Promise<void> {
  await recordLockout(tx, nowMs, attempt, {
    userId,
    failures: await chargeAttempt(tx, nowMs, attempt, userId),
  });
}

/**
 * Records the failure that locks an account. Of names that nobody has there is no record: a stranger can
 * make up any number of them.
 */
export async function recordLockout(
  tx: Transaction,
  nowMs: number,
  { authType, source }: LoginAttempt,
  { userId, failures }: { userId: number | null; failures: number },
): Promise<void> {
  if (failures < FAILURES_TO_LOCK || userId === null) return;
  await recordEvent(tx, nowMs, {
    action: 'lock_login',
    detail: authType,
    actor: null,
    targetUserId: userId,
    source,
  });
}

/** What success does: the next failure is the first in a row. */
export async function clearFailures(tx: Transaction, attempt: LoginAttempt): Promise<void> {
  await tx.run(deleteStreak(attempt.key));
}

/** Gives back what was paid for a check that did not take place. */
export async function refundFailure(tx: Transaction, attempt: LoginAttempt): Promise<void> {
  await tx.run(countOneLess(attempt.key));
}

function locked({ expires_at }: StreakRow, nowMs: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((expires_at - nowMs) / 1_000));
  return new AppError('too_many_requests', `Too many failed attempts. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}
