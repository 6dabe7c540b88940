import type { Clock } from '../context.ts';
import type { Reader } from '../store/database.ts';
import { metric } from './exposition.ts';
import { countCoverage, selectNewestUserId } from './queries.ts';

/** So many users are looked at in one go; then others have their turn. */
const AT_ONCE = 2_000;

/** How old the count may be, in milliseconds: with millions of users it takes a second of the processor's time. */
const GOOD_FOR_MS = 300_000;

interface Counted {
  users: number;
  covered: number;
}

/** How many users there are, and how many of them have a second factor. Those who are disabled do not count. */
export class Coverage {
  readonly #reader: Reader;
  readonly #clock: Clock;
  #counted: { atMs: number; result: Promise<Counted> } | undefined;

  constructor(reader: Reader, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  async toText(): Promise<string> {
    const { users, covered } = await this.#recent();
    return (
      metric('countersign_users', { type: 'gauge', help: 'Users who are not disabled.' }, [
        { value: users },
      ]) +
      metric(
        'countersign_users_with_second_factor',
        { type: 'gauge', help: 'Those of them who have enrolled.' },
        [{ value: covered }],
      )
    );
  }

  #recent(): Promise<Counted> {
    const nowMs = this.#clock();
    const known = this.#counted;
    if (known && Math.abs(nowMs - known.atMs) <= GOOD_FOR_MS) return known.result;
    const result = this.#count();
    this.#counted = { atMs: nowMs, result };
    result.catch(() => {
      this.#counted = undefined;
    });
    return result;
  }

  async #count(): Promise<Counted> {
    const total = { users: 0, covered: 0 };
    const newest = (await this.#reader.get<{ id: number }>(selectNewestUserId()))?.id ?? 0;
    for (let from = 0; from < newest; from += AT_ONCE) {
      const part = await this.#reader.get<Counted>(countCoverage(from, from + AT_ONCE));
      total.users += part?.users ?? 0;
      total.covered += part?.covered ?? 0;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return total;
  }
}
