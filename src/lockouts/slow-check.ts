import type { Context } from '../context.ts';
import type { Transaction } from '../store/database.ts';
import { chargeAttempt, clearFailures, makeRoom, recordLockout, refundFailure } from './lockout.ts';
import type { LoginAttempt } from './login-attempt.ts';

export interface SlowCheck<Result> {
  /** Whose credential it is; null: nobody's. The check takes the same time then. */
  userId: number | null;
  /** Looks at what was sent, outside any transaction. */
  check(): Promise<boolean>;
  /** What success does, in the transaction that clears the failures. */
  succeed(tx: Transaction, nowMs: number): Promise<Result>;
}

/**
 * Checks what takes too long for a transaction, such as a password. It is paid for before it is looked at, so
 * that of any number of guesses at the same instant no more are looked at than are allowed. A check that fails to take place costs nothing.
 *
 * @returns What success returned; undefined when the check said no.
 * @throws AppError `too_many_requests` while locked: then the check does not take place.
 */
export async function checkSlowly<Result>(
  { database, clock }: Context,
  attempt: LoginAttempt,
  { userId, check, succeed }: SlowCheck<Result>,
): Promise<Result | undefined> {
  const nowMs = clock();
  // One statement that counts and locks.
  const failures = await database.transaction(
    (tx) => chargeAttempt(tx, nowMs, attempt, userId),
    'read committed',
  );
  let right: boolean;
  try {
    right = await check();
  } catch (error) {
    await database.transaction((tx) => refundFailure(tx, attempt));
    throw error;
  }
  const result = await database.transaction(async (tx) => {
    if (!right) {
      await recordLockout(tx, nowMs, attempt, { userId, failures });
      return undefined;
    }
    await clearFailures(tx, attempt);
    return succeed(tx, nowMs);
  });
  if (!right) await makeRoom(database, nowMs, attempt);
  return result;
}
