/**
 * Guess budget of one credential: two token buckets, both of which every guess must pass. One stops a burst;
 * the other keeps the chance that a stranger who has the password guesses a code within what the operator
 * states for a year of trying without pause. Success gives back its own charge and no more.
 *
 * A bucket is kept as one integer, the "theoretical arrival time" (tat) of the generic cell rate
 * algorithm (ITU-T I.371): the moment in ms at which the bucket is full again. 0 is a full bucket.
 */
export interface Bucket {
  /** guesses possible at once */
  capacity: number;
  /** milliseconds until one more guess is possible */
  refillMs: number;
}

/** Stops a burst, and soon forgives a person who mistyped. */
export const BURST: Readonly<Bucket> = Object.freeze({ capacity: 5, refillMs: 60_000 });

const YEAR_MS = 365 * 24 * 3_600_000;

/** Guesses that are possible at once before the long-term bucket counts them one by one. */
const LONG_TERM_CAPACITY = 20;

/**
 * The bucket that bounds the guesses of a patient attacker. With n guesses in a year, each of which meets
 * `windowSteps` of 10^`digits` codes, the chance is 1 - (1 - windowSteps / 10^digits)^n: for 0.001 and the
 * usual three of 10^6 that is 333 guesses, 20 at once and one more every 28 hours.
 *
 * @param chancePerYear From 0 to 1, exclusive.
 * @throws RangeError when so small a chance leaves no guess to the owner.
 */
export function longTermBucket(chancePerYear: number, windowSteps = 3, digits = 6): Bucket {
  const guesses = Math.floor(Math.log1p(-chancePerYear) / Math.log1p(-windowSteps / 10 ** digits));
  if (!(guesses >= 10))
    throw new RangeError('so small a chance leaves the owner fewer than ten guesses a year');
  const capacity = Math.min(LONG_TERM_CAPACITY, Math.floor(guesses / 2));
  return { capacity, refillMs: Math.ceil(YEAR_MS / (guesses - capacity)) };
}

/**
 * Takes one guess out of a bucket. When the clock has been set back, the bucket fills no sooner than
 * the old clock would have filled it.
 * @returns the new tat in ms, or undefined when the bucket is empty
 */
export function charge(tatMs: number, nowMs: number, bucket: Bucket): number | undefined {
  const next = Math.max(tatMs, nowMs) + bucket.refillMs;
  return next - nowMs <= bucket.capacity * bucket.refillMs ? next : undefined;
}

/**
 * Puts one charged guess back, for a code that told the guesser nothing. Other charges made in between
 * stay, and a bucket never holds more than its capacity.
 * @returns the new tat in ms
 */
export function refund(tatMs: number, bucket: Bucket): number {
  return Math.max(0, tatMs - bucket.refillMs);
}

/** @returns when the next guess will be possible, in ms since 1970, or undefined if it is now */
export function retryAtMs(tatMs: number, nowMs: number, bucket: Bucket): number | undefined {
  const at = tatMs - (bucket.capacity - 1) * bucket.refillMs;
  return at > nowMs ? at : undefined;
}

/**
 * Repairs a tat that a clock running ahead has left further in the future than an empty bucket can be:
 * the bucket is then empty as of now, so that nobody is shut out for as long as the clock was wrong.
 * It gives no guess at once. For the moment an operator or the clock check says the clock is right
 * again, not for every attempt.
 * @returns the tat to store, in ms
 */
export function settleAfterClockSetBack(tatMs: number, nowMs: number, bucket: Bucket): number {
  return Math.min(tatMs, nowMs + bucket.capacity * bucket.refillMs);
}

/** Guesses a bucket lets through in a year of 365 days when it starts full. */
export function yearlyGuesses(bucket: Bucket): number {
  return bucket.capacity + Math.floor(YEAR_MS / bucket.refillMs);
}

/**
 * Chance, from 0 to 1, that at least one of a number of guesses is right.
 * @param windowSteps codes accepted at any one moment
 */
export function successProbability(guesses: number, windowSteps: number, digits: number): number {
  // 1 - (1 - p)^n, written so that a small p keeps its precision.
  return -Math.expm1(guesses * Math.log1p(-windowSteps / 10 ** digits));
}
