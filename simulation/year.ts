import { successProbability } from '../src/core/budget.ts';
import { type Attack, placeOf } from './attacks.ts';
import { DAY_MS, DIGITS, HOUR_MS, PERIOD_SECONDS, type Person, type World, YEAR_MS } from './world.ts';

export type OwnerKind = 'no known device' | 'a known device' | 'recovery codes';
export const OWNERS: readonly OwnerKind[] = ['a known device', 'no known device', 'recovery codes'];

/** What a year of an attack came to. */
export interface Year {
  /** That one of the guesses was right, from 0 to 1. */
  chance: number;
  /** Guesses that were looked at, of the owner's codes. */
  guesses: number;
  /** Days on which the owner was turned away at nine o'clock. */
  refusals: number;
  /** For how long at most the owner, who tries every third hour of the day, was kept out, in milliseconds. */
  longestWaitMs: number;
  /** What the owner used up meanwhile. */
  recoveryCodes: number;
}

/** Somebody who does something from time to time. */
interface Actor {
  /** When to act next. */
  nextMs(): Promise<number>;
  act(): Promise<void>;
}

/** Lets a year pass, in which an owner signs in every day and somebody attacks. Of two at once the attacker is first. */
export async function passYear(world: World, attack: Attack, kind: OwnerKind): Promise<Year> {
  const endMs = world.nowMs + YEAR_MS;
  const owner = new Owner(world, await world.person(), kind, attack.ownerClockWanders ?? false);
  // The code that completed the enrolment counts as used.
  world.nowMs += 2 * PERIOD_SECONDS * 1_000;
  await owner.act();
  const others = await Promise.all(Array.from({ length: (attack.victims ?? 1) - 1 }, () => world.person()));
  const attackers = [owner.person, ...others].map((victim) => new Attacker(world, attack, victim, owner));
  if (attack.stealsDeviceToken) {
    attackers.push(new Attacker(world, attack, owner.person, owner, owner.deviceToken ?? ''));
  }
  for (;;) {
    const next = await earliest([...attackers, owner]);
    if (next.atMs >= endMs) break;
    world.nowMs = next.atMs;
    await next.actor.act();
  }
  const guesses = attackers
    .filter(({ victim }) => victim === owner.person)
    .reduce((sum, attacker) => sum + attacker.guesses, 0);
  return {
    guesses,
    chance: chanceOf(attack, guesses),
    refusals: owner.refusals,
    longestWaitMs: Math.max(owner.longestWaitMs, endMs - (owner.waitingSinceMs ?? endMs)),
    recoveryCodes: owner.recoveryCodes,
  };
}

/** Three steps of one code or, of two codes in a row, as many as ninety minutes have to either side. */
function chanceOf({ resynchronizes }: Attack, guesses: number): number {
  if (!resynchronizes) return successProbability(guesses, 3, DIGITS);
  return successProbability(guesses, 2 * Math.ceil((90 * 60) / PERIOD_SECONDS) + 1, 2 * DIGITS);
}

async function earliest(actors: Actor[]): Promise<{ actor: Actor; atMs: number }> {
  const times = await Promise.all(actors.map((actor) => actor.nextMs()));
  const atMs = Math.min(...times);
  return { actor: actors[times.indexOf(atMs)] as Actor, atMs };
}

class Owner implements Actor {
  readonly person: Person;
  readonly #world: World;
  readonly #kind: OwnerKind;
  readonly #clockWanders: boolean;
  readonly #sinceMs: number;
  #nextMs = 0;
  #recoveryCodes: string[] = [];
  deviceToken: string | undefined;
  inMs = 0;
  waitingSinceMs: number | undefined;
  refusals = 0;
  longestWaitMs = 0;
  recoveryCodes = 0;

  constructor(world: World, person: Person, kind: OwnerKind, clockWanders: boolean) {
    this.#world = world;
    this.person = person;
    this.#kind = kind;
    this.#clockWanders = clockWanders;
    this.#sinceMs = world.nowMs;
  }

  async nextMs(): Promise<number> {
    return this.#nextMs;
  }

  /** Comes at nine and, if turned away, every third hour until nine in the evening. */
  async act(): Promise<void> {
    const { nowMs } = this.#world;
    const hour = Math.floor((nowMs % DAY_MS) / HOUR_MS);
    const isIn = await this.#signIn();
    if (isIn) {
      if (this.waitingSinceMs !== undefined)
        this.longestWaitMs = Math.max(this.longestWaitMs, nowMs - this.waitingSinceMs);
      this.waitingSinceMs = undefined;
      this.inMs = nowMs;
    } else {
      this.waitingSinceMs ??= nowMs;
      if (hour === 9) this.refusals++;
    }
    const today = nowMs - (nowMs % DAY_MS);
    this.#nextMs = isIn || hour >= 21 ? today + DAY_MS + 9 * HOUR_MS : nowMs + 3 * HOUR_MS;
  }

  async #signIn(): Promise<boolean> {
    const { person, deviceToken } = this;
    const rememberDevice = this.#kind === 'a known device';
    const code = this.#world.rightCode(person, this.#stepsAhead());
    const answer = await this.#world.check(person, code, { deviceToken, rememberDevice });
    if (answer) {
      if (answer.accepted) this.deviceToken = answer.deviceToken;
      return answer.accepted;
    }
    return this.#kind === 'recovery codes' && this.#recover();
  }

  async #recover(): Promise<boolean> {
    if (!this.#recoveryCodes.length) this.#recoveryCodes = await this.#world.newRecoveryCodes(this.person);
    this.recoveryCodes++;
    return this.#world.useRecoveryCode(this.person, this.#recoveryCodes.pop() ?? '');
  }

  /** A clock that gains a minute within a month, and loses it in the next. */
  #stepsAhead(): number {
    if (!this.#clockWanders) return 0;
    const phase = ((this.#world.nowMs - this.#sinceMs) % (60 * DAY_MS)) / (60 * DAY_MS);
    return Math.round(((phase < 0.5 ? phase : 1 - phase) * 2 * 60) / PERIOD_SECONDS);
  }
}

class Attacker implements Actor {
  readonly victim: Person;
  readonly #world: World;
  readonly #attack: Attack;
  readonly #owner: Owner;
  readonly #deviceToken: string | undefined;
  #tries = 0;
  #guessedMs = 0;
  guesses = 0;

  constructor(world: World, attack: Attack, victim: Person, owner: Owner, deviceToken?: string) {
    this.#world = world;
    this.#attack = attack;
    this.victim = victim;
    this.#owner = owner;
    this.#deviceToken = deviceToken;
  }

  async nextMs(): Promise<number> {
    const budget = await (this.#deviceToken === undefined
      ? this.#world.budget(this.victim)
      : this.#world.deviceBudget(this.victim));
    if (!budget) return Number.POSITIVE_INFINITY;
    const { nowMs } = this.#world;
    return this.#attack.nextMs({
      ...budget,
      nowMs,
      guessedMs: this.#guessedMs,
      ownerInMs: this.#owner.inMs,
    });
  }

  async act(): Promise<void> {
    const place = placeOf(this.#attack, this.#tries++);
    const answer = this.#attack.resynchronizes
      ? await this.#world.resynchronize(this.victim, place)
      : await this.#world.check(this.victim, this.#world.wrongCode(this.victim), {
          place,
          deviceToken: this.#deviceToken,
        });
    if (answer?.accepted) throw new Error('a wrong code was accepted');
    if (answer) {
      this.guesses++;
      this.#guessedMs = this.#world.nowMs;
    }
  }
}
