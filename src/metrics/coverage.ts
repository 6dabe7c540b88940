import type { Clock } from '../context.ts';
import { readShares, type Share } from '../coverage/read-coverage.ts';
import type { Reader } from '../store/database.ts';
import { metric } from './exposition.ts';

/** How old the count may be, in milliseconds: with millions of users it takes a second of the processor's time. */
const GOOD_FOR_MS = 300_000;

/** How many users there are, and how many of them have a second factor. Those who are disabled do not count. */
export class Coverage {
  readonly #reader: Reader;
  readonly #clock: Clock;
  #counted: { atMs: number; result: Promise<Share> } | undefined;

  constructor(reader: Reader, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  async toText(): Promise<string> {
    const { people, enrolled } = await this.#recent();
    return (
      metric('countersign_users', { type: 'gauge', help: 'Users who are not disabled.' }, [
        { value: people },
      ]) +
      metric(
        'countersign_users_with_second_factor',
        { type: 'gauge', help: 'Those of them who have enrolled.' },
        [{ value: enrolled }],
      )
    );
  }

  #recent(): Promise<Share> {
    const nowMs = this.#clock();
    const known = this.#counted;
    if (known && Math.abs(nowMs - known.atMs) <= GOOD_FOR_MS) return known.result;
    const result = readShares(this.#reader, nowMs).then(
      (weeks) => weeks.at(-1) ?? { people: 0, enrolled: 0 },
    );
    this.#counted = { atMs: nowMs, result };
    result.catch(() => {
      this.#counted = undefined;
    });
    return result;
  }
}
