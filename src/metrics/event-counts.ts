import { readChains, readHeads } from '../audit/read-head.ts';
import { othersTurn } from '../core/others-turn.ts';
import type { Reader } from '../store/database.ts';
import { metric, type Sample } from './exposition.ts';
import { countEvents, type EventCount } from './queries.ts';

/** So many records are looked at in one go; then others have their turn. */
const AT_ONCE = 5_000;

/**
 * How often each thing happened since the server started. It is counted in the audit log when it is asked for, so a
 * verification pays nothing for it, and only what was committed counts.
 */
export class EventCounts {
  readonly #reader: Reader;
  readonly #counts = new Map<string, Sample>();
  /** The newest record of each chain that is in the counts. */
  readonly #countedTo: Map<number, number>;
  #counting: Promise<void> | undefined;

  private constructor(reader: Reader, from: Map<number, number>) {
    this.#reader = reader;
    this.#countedTo = from;
  }

  static async fromNow(reader: Reader): Promise<EventCounts> {
    const heads = await readHeads(reader);
    return new EventCounts(reader, new Map(heads.map(({ chain, id }) => [chain, id])));
  }

  async toText(): Promise<string> {
    // Two may ask at once.
    this.#counting ??= this.#count().finally(() => {
      this.#counting = undefined;
    });
    await this.#counting;
    return metric(
      'countersign_events_total',
      {
        type: 'counter',
        help: 'What was recorded in the audit log: verify_code and use_recovery_code by result, lock_login for lockouts.',
      },
      [...this.#counts.values()],
    );
  }

  async #count(): Promise<void> {
    for (const chain of await readChains(this.#reader)) {
      let rows: EventCount[];
      do {
        const after = this.#countedTo.get(chain) ?? 0;
        rows = await this.#reader.all<EventCount>(countEvents(chain, after, AT_ONCE));
        this.#countedTo.set(chain, Math.max(after, ...rows.map(({ last }) => last)));
        for (const row of rows) this.#add(row);
        await othersTurn();
      } while (rows.length);
    }
  }

  #add({ action, outcome, count }: EventCount): void {
    const key = `${action} ${outcome}`;
    const sample = this.#counts.get(key) ?? { labels: { action, outcome }, value: 0 };
    sample.value += count;
    this.#counts.set(key, sample);
  }
}
