import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { type Context, openContext } from '../src/context.ts';
import { AppError } from '../src/core/app-error.ts';
import { decodeBase32 } from '../src/core/base32.ts';
import { BURST, longTermBucket, retryAtMs } from '../src/core/budget.ts';
import type { Caller } from '../src/core/caller.ts';
import { DEFAULT_PARAMETERS, hotp, timeStep } from '../src/core/otp.ts';
import { parsePermissions } from '../src/core/permissions.ts';
import { firstStart } from '../src/setup/first-start.ts';
import { selectDevices } from '../src/trusted-devices/queries.ts';
import { createCredential } from '../src/two-factor/create-credential.ts';
import { enroll } from '../src/two-factor/enroll.ts';
import { findCredential } from '../src/two-factor/find-credential.ts';
import { renewRecoveryCodes, useRecoveryCode } from '../src/two-factor/recovery-codes.ts';
import { resynchronize } from '../src/two-factor/resynchronize.ts';
import { verifyCode } from '../src/two-factor/verify-code.ts';
import { createUser } from '../src/users/create-user.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const YEAR_MS = 365 * DAY_MS;
export const { digits: DIGITS, periodSeconds: PERIOD_SECONDS } = DEFAULT_PARAMETERS;

/** Whoever checks codes: the application that people sign in to. */
export interface Place {
  apiKeyId: number;
  source: string;
}
export const APPLICATION: Place = { apiKeyId: 1, source: '198.51.100.1' };

export interface Person {
  userId: number;
  seed: Buffer;
}

/** The server's own actions on a database of their own, without HTTP, at whatever time it is said to be. */
export class World {
  readonly #context: Context;
  readonly #clock: { nowMs: number };

  private constructor(context: Context, clock: { nowMs: number }) {
    this.#context = context;
    this.#clock = clock;
  }

  static async open(dataFolder: string, settings: Record<string, string> = {}): Promise<World> {
    const clock = { nowMs: Date.parse('2027-01-01T00:00:00Z') };
    const config = readConfig({ ...settings, COUNTERSIGN_DATA: dataFolder });
    const context = await openContext(config, { log: pino({ level: 'silent' }), clock: () => clock.nowMs });
    await firstStart(context, () => undefined);
    return new World(context, clock);
  }

  async close(): Promise<void> {
    await this.#context.database.close();
  }

  get nowMs(): number {
    return this.#clock.nowMs;
  }

  /** Time goes on, never back. */
  set nowMs(nowMs: number) {
    this.#clock.nowMs = Math.max(this.#clock.nowMs, nowMs);
  }

  /** Somebody who has enrolled. */
  async person(): Promise<Person> {
    const caller = callerAt(APPLICATION);
    const userId = await createUser(this.#context, caller, {});
    await createCredential(this.#context, caller, userId);
    const seed = decodeBase32((await enroll(this.#context, caller, userId)).secret);
    const person = { userId, seed };
    await this.check(person, this.rightCode(person));
    return person;
  }

  rightCode({ seed }: Person, stepsFromNow = 0): string {
    return hotp(seed, timeStep(this.nowMs, PERIOD_SECONDS) + stepsFromNow, 'SHA1', DIGITS);
  }

  /** One that is right at no time near, so that no guess succeeds and each has all the chances. */
  wrongCode(person: Person): string {
    const right = new Set(Array.from({ length: 13 }, (_, index) => this.rightCode(person, index - 6)));
    for (let number = 0; ; number++) {
      const code = String(number).padStart(DIGITS, '0');
      if (!right.has(code)) return code;
    }
  }

  /** @returns undefined when it was not looked at: there is no budget. */
  async check(
    { userId }: Person,
    code: string,
    { place = APPLICATION, deviceToken, rememberDevice }: CheckOptions = {},
  ): Promise<{ accepted: boolean; deviceToken?: string } | undefined> {
    return unlessTooMany(
      verifyCode(this.#context, callerAt(place), userId, { code, deviceToken, rememberDevice }),
    );
  }

  async resynchronize(person: Person, place: Place): Promise<{ accepted: boolean } | undefined> {
    const codes = [this.wrongCode(person), this.wrongCode(person)];
    return unlessTooMany(resynchronize(this.#context, callerAt(place), person.userId, codes));
  }

  async newRecoveryCodes({ userId }: Person): Promise<string[]> {
    return (await renewRecoveryCodes(this.#context, callerAt(APPLICATION), userId)).codes;
  }

  async useRecoveryCode({ userId }: Person, code: string): Promise<boolean> {
    return (await useRecoveryCode(this.#context, callerAt(APPLICATION), userId, code)).accepted;
  }

  /** The budget that guesses of a person's codes are paid from. The attacker is one who knows. */
  async budget({ userId }: Person): Promise<Budget> {
    return this.#budgetOf(await findCredential(this.#context.database, userId));
  }

  /** The same for the person's known device; undefined: there is none. */
  async deviceBudget({ userId }: Person): Promise<Budget | undefined> {
    const [device] = await this.#context.database.all<Spent>(selectDevices(userId, this.nowMs));
    return device && this.#budgetOf(device);
  }

  #budgetOf({ burst_spent_until: burst, long_term_spent_until: longTerm }: Spent): Budget {
    const { nowMs } = this;
    const longTermBudget = longTermBucket(this.#context.config.guessChance);
    return {
      possibleMs: Math.max(
        retryAtMs(burst, nowMs, BURST) ?? nowMs,
        retryAtMs(longTerm, nowMs, longTermBudget) ?? nowMs,
      ),
      fullMs: Math.max(burst, longTerm, nowMs),
    };
  }
}

export interface Budget {
  /** When a guess will next be looked at. */
  possibleMs: number;
  /** When none of it will be spent any longer. */
  fullMs: number;
}

interface CheckOptions {
  place?: Place;
  deviceToken?: string | undefined;
  rememberDevice?: boolean;
}

interface Spent {
  burst_spent_until: number;
  long_term_spent_until: number;
}

const callerAt = ({ apiKeyId, source }: Place): Caller => ({
  userId: 1,
  sudoUserId: null,
  apiKeyId,
  tokenDigest: new Uint8Array(),
  permissions: parsePermissions('*'),
  source,
});

async function unlessTooMany<Result>(attempt: Promise<Result>): Promise<Result | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_requests') return undefined;
    throw error;
  }
}
