import { AppError } from '../core/app-error.ts';
import { charge, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';

const MINUTE_MS = 60_000;

/** Pays for one change; throws when there is nothing left to pay with. */
export type WriteLimit = (caller: Caller, nowMs: number) => void;

/**
 * Limits how many changes an API key makes, for operators who fear a script gone wild. It protects the server
 * and no secret, so each process keeps its own count.
 *
 * @param perMinute COUNTERSIGN_WRITES_PER_MINUTE: that many at once, and as many more in every minute;
 * undefined: no limit.
 */
export function limitWrites(perMinute: number | undefined): WriteLimit {
  if (perMinute === undefined) return () => {};
  const bucket = { capacity: perMinute, refillMs: MINUTE_MS / perMinute };
  const spentUntil = new Map<number, number>();

  return ({ apiKeyId }, nowMs) => {
    const before = spentUntil.get(apiKeyId) ?? 0;
    const after = charge(before, nowMs, bucket);
    if (after === undefined) {
      const waitMs = (retryAtMs(before, nowMs, bucket) ?? nowMs) - nowMs;
      const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
      throw new AppError(
        'too_many_requests',
        `Too many changes: ${perMinute} a minute are allowed. Try again in ${retryAfterSeconds} s.`,
        { retryAfterSeconds },
      );
    }
    // Keys come and go: one that is not in the map has a full bucket.
    if (spentUntil.size >= 10_000) for (const [id, at] of spentUntil) if (at <= nowMs) spentUntil.delete(id);
    spentUntil.set(apiKeyId, after);
  };
}
