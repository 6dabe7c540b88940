import { AppError } from '../core/app-error.ts';
import { type Bucket, retryAtMs } from '../core/budget.ts';
import type { Transaction } from '../store/database.ts';
import { chargeChange as charge, selectChangesSpent } from './queries.ts';

/** New credentials and seeds for one user: 60 at once, then one in ten seconds. */
const CHANGES: Bucket = { capacity: 60, refillMs: 10_000 };

/**
 * Pays for a new credential or seed, so that nobody gets fresh guesses by the thousand.
 *
 * @throws AppError `too_many_requests` with the time to wait.
 */
export async function chargeChange(tx: Transaction, userId: number, nowMs: number): Promise<void> {
  if (await tx.run(charge(userId, CHANGES, nowMs))) return;
  const row = await tx.get<{ spent_until: number }>(selectChangesSpent(userId));
  throw waitUntil(
    retryAtMs(row?.spent_until ?? nowMs, nowMs, CHANGES) ?? nowMs,
    nowMs,
    "this user's two-factor credential",
  );
}

/** @param what Of what there was too much. */
export function waitUntil(retryAt: number, nowMs: number, what: string): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((retryAt - nowMs) / 1_000));
  return new AppError(
    'too_many_requests',
    `Too many requests for ${what}. Try again in ${retryAfterSeconds} s.`,
    {
      retryAfterSeconds,
    },
  );
}
