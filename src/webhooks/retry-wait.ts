import { randomInt } from 'node:crypto';

/** A wait is up to a fifth shorter, so that all who were refused at once do not come back at once. */
const JITTER = 0.2;
const PARTS = 1_000_000;

/**
 * How long to wait after an attempt that failed: twice as long as after the one before.
 *
 * @param failed How many have failed in a row, at least one.
 * @returns Milliseconds.
 */
export function retryWaitMs(
  failed: number,
  { firstMs, longestMs }: { firstMs: number; longestMs: number },
): number {
  const wait = Math.min(firstMs * 2 ** (failed - 1), longestMs);
  return Math.round(wait * (1 - (JITTER * randomInt(PARTS)) / PARTS));
}
