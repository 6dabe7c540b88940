import { APPLICATION, type Budget, DAY_MS, HOUR_MS, type Place } from './world.ts';

/** What an attacker, who knows everything but the seed, decides by. */
export interface Situation extends Budget {
  nowMs: number;
  /** When the last guess was made. */
  guessedMs: number;
  /** When the owner was last let in. */
  ownerInMs: number;
}

/** Somebody who has the password, and guesses codes for a year. */
export interface Attack {
  name: string;
  /** When to guess next; Infinity: not before the owner has been there again. */
  nextMs(situation: Situation): number;
  /** Where the guess so many comes from; absent: from where the owner does. */
  place?(guess: number): Place;
  /** How many people's passwords the attacker has; absent: one. */
  victims?: number;
  /** Sends two codes at a time, for which more steps are looked at. */
  resynchronizes?: true;
  /** Has copied the token of the owner's known device. */
  stealsDeviceToken?: true;
  /** The owner's clock goes astray, and the window follows it. */
  ownerClockWanders?: true;
}

const MINUTE_MS = 60_000;
const BEFORE_THE_OWNER_MS = 8.5 * HOUR_MS;

/** As soon as a guess is possible. */
const greedy: Attack['nextMs'] = ({ possibleMs }) => possibleMs;

const goesOn = ({ nowMs, possibleMs }: Situation): boolean => possibleMs - nowMs <= MINUTE_MS;

const elsewhere = (guess: number): Place => ({
  apiKeyId: guess + 2,
  source: `203.0.${(guess >> 8) & 255}.${guess & 255}`,
});

export const ATTACKS: readonly Attack[] = [
  { name: 'whenever a guess is possible', nextMs: greedy },
  {
    name: 'saved up, all at once',
    nextMs: (now) =>
      now.nowMs - now.guessedMs <= 2 * MINUTE_MS && goesOn(now) ? now.possibleMs : now.fullMs,
  },
  {
    name: 'right after the owner was let in',
    nextMs: (now) =>
      now.nowMs - now.ownerInMs <= HOUR_MS && goesOn(now) ? now.possibleMs : Number.POSITIVE_INFINITY,
  },
  {
    name: 'right before the owner comes, every day',
    nextMs: (now) => {
      const todayMs = now.nowMs - (now.nowMs % DAY_MS);
      if (now.nowMs - todayMs < BEFORE_THE_OWNER_MS) return todayMs + BEFORE_THE_OWNER_MS;
      return goesOn(now) ? now.possibleMs : todayMs + DAY_MS + BEFORE_THE_OWNER_MS;
    },
  },
  { name: 'each from another address and API key', nextMs: greedy, place: elsewhere },
  { name: 'at three people at once', nextMs: greedy, victims: 3 },
  { name: "while the owner's clock goes astray", nextMs: greedy, ownerClockWanders: true },
  { name: 'two codes at a time, to resynchronise', nextMs: greedy, resynchronizes: true },
  { name: "also with the token of the owner's device", nextMs: greedy, stealsDeviceToken: true },
];

export const placeOf = ({ place }: Attack, guess: number): Place => place?.(guess) ?? APPLICATION;
