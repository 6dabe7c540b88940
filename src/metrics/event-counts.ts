import { othersTurn } from '../core/others-turn.ts';
import type { Reader } from '../store/database.ts';
import { metric, type Sample } from './exposition.ts';
import { countEvents, type EventCount, selectNewestEventId } from './queries.ts';

/** So many records are looked at in one go; then others have their turn. */
const AT_ONCE = 5_000;

/**
 * How often each thing happened since the server started. It is counted in the audit log when it is asked for, so a
 * verification pays nothing for it, and only what was committed counts.
 */
export class EventCounts {
  readonly #reader: Reader;
  readonly #counts = new Map<string, Sample>();
  #countedTo: number;

  private constructor(reader: Reader, from: number) {
    this.#reader = reader;
    this.#countedTo = from;
  }

  static async fromNow(reader: Reader): Promise<EventCounts> {
    return new EventCounts(reader, await newestId(reader));
  }

  async toText(): Promise<string> {
    const newest = await newestId(this.#reader);
    while (this.#countedTo < newest) {
      const from = this.#countedTo;
      // Before anything is awaited: two may ask at once.
      this.#countedTo = Math.min(newest, from + AT_ONCE);
      const rows = await this.#reader.all<EventCount>(countEvents(from, this.#countedTo));
      for (const row of rows) this.#add(row);
      await othersTurn();
    }
    return metric(
      'countersign_events_total',
      {
        type: 'counter',
        help: 'What was recorded in the audit log: verify_code and use_recovery_code by result, lock_login for lockouts.',
      },
      [...this.#counts.values()],
    );
  }

  #add({ action, outcome, count }: EventCount): void {
    const key = `${action} ${outcome}`;
    const sample = this.#counts.get(key) ?? { labels: { action, outcome }, value: 0 };
    sample.value += count;
    this.#counts.set(key, sample);
  }
}

async function newestId(reader: Reader): Promise<number> {
  return (await reader.get<{ id: number }>(selectNewestEventId()))?.id ?? 0;
}
