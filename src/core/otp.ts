import type { Algorithm, KeyedPads } from './hmac.ts';
import { macOf, padKey, wipe } from './hmac.ts';

export type { Algorithm } from './hmac.ts';

/** What an authenticator and the server must agree on. */
export interface OtpParameters {
  algorithm: Algorithm;
  /** 6 to 8 */
  digits: number;
  /** 15 to 120; NIST SP 800-63B-4 section 3.1.4.1 sets the upper end */
  periodSeconds: number;
}

/** The only parameters every authenticator app honours. */
export const DEFAULT_PARAMETERS: Readonly<OtpParameters> = Object.freeze({
  algorithm: 'SHA1',
  digits: 6,
  periodSeconds: 30,
});

const SEED_BYTES: Record<Algorithm, number> = { SHA1: 20, SHA256: 32, SHA512: 64 };

/** Bytes of a new seed: the length of the HMAC output (RFC 6238 section 5.1). */
export function seedBytes(algorithm: Algorithm): number {
  return SEED_BYTES[algorithm];
}

const MIN_SEED_BYTES = 16;

/**
 * The seed itself, when it is long enough (RFC 4226 section 4, R6).
 * @throws RangeError when it has fewer than 128 bits
 */
export function requireSeed(seed: Buffer): Buffer {
  if (seed.length < MIN_SEED_BYTES) throw new RangeError('the secret must have at least 128 bits');
  return seed;
}

/** @throws RangeError unless every parameter is within the bounds stated in `OtpParameters` */
export function assertParameters({ algorithm, digits, periodSeconds }: OtpParameters): void {
  if (!Object.hasOwn(SEED_BYTES, algorithm)) throw new RangeError('algorithm must be SHA1, SHA256 or SHA512');
  assertDigits(digits);
  if (!Number.isInteger(periodSeconds) || periodSeconds < 15 || periodSeconds > 120) {
    throw new RangeError('period must be 15 to 120 whole seconds');
  }
}

function assertDigits(digits: number): void {
  if (digits !== 6 && digits !== 7 && digits !== 8) throw new RangeError('digits must be 6, 7 or 8');
}

/**
 * One-time password for a counter (RFC 4226 section 5.3).
 * @param seed shared secret, raw bytes
 * @param counter whole number up to 2^53 - 1, hashed as 64 bits
 * @returns exactly `digits` decimal digits
 * @throws RangeError on a counter or number of digits outside those bounds
 */
export function hotp(seed: Buffer, counter: number, algorithm: Algorithm, digits: number): string {
  assertDigits(digits);
  const pads = padKey(algorithm, seed, 8);
  try {
    return String(hotpNumber(pads, counter, 10 ** digits)).padStart(digits, '0');
  } finally {
    wipe(pads);
  }
}

function hotpNumber(pads: KeyedPads, counter: number, modulus: number): number {
  if (!Number.isSafeInteger(counter) || counter < 0) throw new RangeError('counter must be a whole number');
  const { inner } = pads;
  const { blockBytes } = pads.hash;
  inner.writeUInt32BE(Math.floor(counter / 2 ** 32), blockBytes);
  inner.writeUInt32BE(counter >>> 0, blockBytes + 4);
  const mac = macOf(pads);
  const offset = mac.charCodeAt(mac.length - 1) & 0xf;
  const truncated =
    ((mac.charCodeAt(offset) & 0x7f) << 24) |
    (mac.charCodeAt(offset + 1) << 16) |
    (mac.charCodeAt(offset + 2) << 8) |
    mac.charCodeAt(offset + 3);
  return truncated % modulus;
}

/**
 * Time step a moment falls into (RFC 6238 section 4.2), exact for every date JavaScript knows.
 * @param nowMs milliseconds since 1970-01-01 UTC
 */
export function timeStep(nowMs: number, periodSeconds: number): number {
  return Math.floor(nowMs / (periodSeconds * 1000));
}

/**
 * Steps whose code is accepted now: previous, current and next (RFC 6238 section 5.2), shifted by
 * what is known of the authenticator's clock (section 6).
 * @param nowMs milliseconds since 1970-01-01 UTC
 * @param driftSteps learnt drift, in steps; positive when the authenticator's clock is ahead
 * @returns ascending, without negative steps
 */
export function candidateSteps(nowMs: number, periodSeconds: number, driftSteps: number): number[] {
  const centre = timeStep(nowMs, periodSeconds) + driftSteps;
  return [centre - 1, centre, centre + 1].filter((step) => step >= 0);
}

/** How far a learnt drift may go, in steps. Beyond that two codes are asked for: see resynchronize.ts. */
export const MAX_DRIFT_STEPS = 2;

/**
 * What is known of an authenticator's clock after one of its codes was accepted (RFC 6238 section 6): a step
 * nearer to where the code was, within bounds, so that the window can stay narrow.
 *
 * @param driftSteps What was known before. Resynchronised, it may be beyond the bounds, and only returns to them.
 * @param step The step whose code was accepted.
 */
export function learnDrift(driftSteps: number, step: number, nowMs: number, periodSeconds: number): number {
  const learnt = driftSteps + Math.sign(step - timeStep(nowMs, periodSeconds) - driftSteps);
  return Math.abs(learnt) <= MAX_DRIFT_STEPS || Math.abs(learnt) < Math.abs(driftSteps) ? learnt : driftSteps;
}

/**
 * Reads a submitted code. Nothing is trimmed or normalised: every second spelling of a code has been
 * a way around replay or rate limits elsewhere (CVE-2025-6014, CVE-2025-6015).
 * @returns the code, or undefined unless `input` is a string of exactly `digits` ASCII digits
 */
export function parseCode(input: unknown, digits: number): string | undefined {
  if (typeof input !== 'string' || input.length !== digits) return undefined;
  for (let index = 0; index < digits; index++) {
    const unit = input.charCodeAt(index);
    if (unit < 0x30 || unit > 0x39) return undefined;
  }
  return input;
}

/**
 * Finds the step a code belongs to. The time taken depends on the number of steps only: all codes are
 * computed, and compared without a branch or an early exit.
 * @param seed shared secret, raw bytes
 * @param code as `parseCode` returned it; anything else matches nothing
 * @param steps steps to try, as from `candidateSteps`
 * @returns the newest step that matches, or undefined
 * @throws RangeError on a step that is not a whole number, or on digits outside 6 to 8
 */
export function matchStep(
  seed: Buffer,
  code: string,
  steps: readonly number[],
  parameters: OtpParameters,
): number | undefined {
  const { algorithm, digits } = parameters;
  assertDigits(digits);
  if (parseCode(code, digits) === undefined) return undefined;
  const submitted = Number(code);
  const modulus = 10 ** digits;
  const pads = padKey(algorithm, seed, 8);
  let newest = -1;
  try {
    for (const step of steps) {
      const difference = hotpNumber(pads, step, modulus) ^ submitted;
      // Both are below 2^27, so only a difference of 0 turns negative here: 1 when equal, else 0.
      const equal = (difference - 1) >>> 31;
      newest = Math.max(newest, equal * (step + 1) - 1);
    }
  } finally {
    wipe(pads);
  }
  return newest < 0 ? undefined : newest;
}
