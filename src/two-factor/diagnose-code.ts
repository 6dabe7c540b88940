import { encodeBase32 } from '../core/base32.ts';
import { candidateSteps, matchStep, type OtpParameters, timeStep } from '../core/otp.ts';

/** Why a code was wrong, as far as trying shows. */
export type Diagnosis =
  | { reason: 'clock_drift'; offsetSeconds: number; step: number }
  | {
      reason: 'wrong_algorithm' | 'wrong_digits' | 'wrong_period' | 'secret_as_text';
      shown: Shown;
      step: number;
    }
  | { reason: 'replaced' | 'wrong_code' };

/** How an app makes its codes, where it is not as the credential says. */
export interface Shown {
  parameters: OtpParameters;
  /** The app took the characters of the secret for the secret. */
  secretAsText: boolean;
}

/** How far a wrong clock is looked for without a gap, and the hours a wrong time zone can be off by. */
const NEAR_SECONDS = 20 * 60;
const ZONE_HOURS = 14;

/**
 * Tries what commonly goes wrong, in an order in which the likelier comes first. It tries all of it whatever
 * it finds, so that its time tells nothing.
 *
 * @param code Digits only: as many as the credential has, or another number that apps show.
 * @param replacedSeed The seed that this one replaced during enrolment.
 */
export function diagnoseCode(
  code: string,
  {
    seed,
    replacedSeed,
    parameters,
    driftSteps,
    nowMs,
  }: {
    seed: Buffer;
    replacedSeed: Buffer | undefined;
    parameters: OtpParameters;
    driftSteps: number;
    nowMs: number;
  },
): Diagnosis {
  const found: Diagnosis[] = [];
  const ours = code.length === parameters.digits;
  if (ours) {
    const step = matchStep(seed, code, otherTimes(parameters, driftSteps, nowMs), parameters);
    if (step !== undefined) {
      const offset = step - timeStep(nowMs, parameters.periodSeconds) - driftSteps;
      found.push({ reason: 'clock_drift', offsetSeconds: offset * parameters.periodSeconds, step });
    }
    const old = replacedSeed ?? Buffer.alloc(seed.length);
    const window = candidateSteps(nowMs, parameters.periodSeconds, driftSteps);
    if (matchStep(old, code, window, parameters) !== undefined && replacedSeed) {
      found.push({ reason: 'replaced' });
    }
  }
  for (const { reason, shown } of otherWays(code.length, parameters)) {
    const key = shown.secretAsText ? Buffer.from(encodeBase32(seed)) : seed;
    const step = matchStep(
      key,
      code,
      candidateSteps(nowMs, shown.parameters.periodSeconds, 0),
      shown.parameters,
    );
    if (shown.secretAsText) key.fill(0);
    if (step !== undefined) found.push({ reason, shown, step });
  }
  return found[0] ?? { reason: 'wrong_code' };
}

/** Steps outside the window: minutes around it, and the window again at every half hour of a time zone. */
function otherTimes({ periodSeconds }: OtpParameters, driftSteps: number, nowMs: number): number[] {
  const centre = timeStep(nowMs, periodSeconds) + driftSteps;
  const near = Math.ceil(NEAR_SECONDS / periodSeconds);
  const steps = new Set<number>();
  for (let offset = 2; offset <= near; offset++) steps.add(centre - offset).add(centre + offset);
  for (let halfHours = 1; halfHours <= ZONE_HOURS * 2; halfHours++) {
    const offset = Math.round((halfHours * 1_800) / periodSeconds);
    for (const at of [centre - offset, centre + offset])
      steps
        .add(at - 1)
        .add(at)
        .add(at + 1);
  }
  for (const accepted of candidateSteps(nowMs, periodSeconds, driftSteps)) steps.delete(accepted);
  return [...steps].filter((step) => step >= 0);
}

/** What apps do instead of what the credential says: each one thing, or all of their own habits. */
function otherWays(length: number, parameters: OtpParameters) {
  const habits: OtpParameters = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 };
  const ways: {
    reason: 'wrong_algorithm' | 'wrong_digits' | 'wrong_period' | 'secret_as_text';
    shown: Shown;
  }[] = [];
  const add = (
    reason: (typeof ways)[number]['reason'],
    changed: Partial<OtpParameters>,
    secretAsText = false,
  ) =>
    ways.push({ reason, shown: { parameters: { ...parameters, digits: length, ...changed }, secretAsText } });
  for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
    if (algorithm !== parameters.algorithm) add('wrong_algorithm', { algorithm });
  }
  for (const periodSeconds of [30, 60]) {
    if (periodSeconds !== parameters.periodSeconds) add('wrong_period', { periodSeconds });
  }
  if (length !== parameters.digits) add('wrong_digits', {});
  if (parameters.algorithm !== habits.algorithm || parameters.periodSeconds !== habits.periodSeconds) {
    add(length === parameters.digits ? 'wrong_algorithm' : 'wrong_digits', habits);
  }
  add('secret_as_text', {}, true);
  return ways.filter(({ shown }) => shown.parameters.digits === length);
}
