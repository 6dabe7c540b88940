import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiAt, logIn } from '../harness.ts';
import { faultsOf } from '../history/faults.ts';
import { Recorder } from '../history/history.ts';
import { NotDone, replay, sendSomething, type World } from '../history/load.ts';

const CLIENTS = 6;

/** Clients that go on whatever happens: to the next server when one is gone, and again when they are told to wait. */
export class Clients {
  readonly #world: World = { people: [], recorder: new Recorder() };
  readonly #working: Promise<void>[];
  #token: string;
  #origins: readonly string[];
  #ended = false;
  /** When something was last accepted, in milliseconds of one stopwatch. */
  #acceptedMs = 0;
  /** Answers that said to come again later. */
  #unavailable = 0;

  /** @param origins Of servers on one database. */
  static async start(origins: readonly string[]): Promise<Clients> {
    return new Clients(origins, await logIn(origins[0] as string));
  }

  private constructor(origins: readonly string[], token: string) {
    this.#origins = origins;
    this.#token = token;
    this.#working = Array.from({ length: CLIENTS }, (_, index) => this.#work(index));
  }

  /** Which servers there are from now on. */
  use(origins: readonly string[]): void {
    this.#origins = origins;
  }

  async #work(index: number): Promise<void> {
    for (let turn = index; !this.#ended; turn++) {
      const origin = this.#origins[turn % this.#origins.length] as string;
      try {
        await sendSomething(`client ${index}`, origin, this.#token, this.#world);
        const { outcome, returnedMs = 0 } = this.#world.recorder.attempts.at(-1) ?? {};
        if (outcome === 'accepted') this.#acceptedMs = Math.max(this.#acceptedMs, returnedMs);
      } catch (error) {
        if (error instanceof NotDone) {
          const { status, headers } = error.answer;
          assert.equal(status, 503, error.message);
          assert.match(String(headers['retry-after']), /^\d+$/, 'an answer that says when to come again');
          this.#unavailable++;
        } else if (!(error instanceof TypeError)) throw error;
        await sleep(50);
      }
    }
  }

  /** Waits until something is accepted, and returns after how many milliseconds from now. */
  async untilAccepted(withinMs = 30_000): Promise<number> {
    const sinceMs = performance.now();
    while (this.#acceptedMs <= sinceMs) {
      assert(performance.now() < sinceMs + withinMs, 'nothing is accepted any more');
      await Promise.race([sleep(10), Promise.all(this.#working)]);
    }
    return this.#acceptedMs - sinceMs;
  }

  /** Ends, sends all again that was ever sent, and says what it came to. */
  async end(t: TestContext, what: string, recoveredMs: number): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#working);
    const [origin = ''] = this.#origins;
    const { recorder, people } = this.#world;
    await replay('afterwards', origin, this.#token, this.#world);
    const api = apiAt(origin, this.#token);
    let lost = 0;
    for (const { id } of people) if ((await api.get(`/users/${id}`)).status !== 200) lost++;
    const twice = faultsOf(recorder);
    const accepted = recorder.attempts.filter(({ outcome }) => outcome === 'accepted').length;
    t.diagnostic(
      `${what}: ${recorder.attempts.length} attempts, ${accepted} accepted, ${this.#unavailable} told to wait; ` +
        `lost ${lost}, accepted twice ${twice.length}, recovered in ${(recoveredMs / 1_000).toFixed(1)} s`,
    );
    assert.equal(lost, 0);
    assert.deepEqual(twice, []);
  }
}
