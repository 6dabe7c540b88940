import type { Context } from '../context.ts';
import type { Secret } from '../core/secret.ts';
import type { Head } from './head.ts';

/** How long the other side gets to answer, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000;
/** The same when the server stops. */
const LAST_WITHIN_MS = 2_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends heads to an address of the operator's. Each says all that those before it said, so that what could not
 * be sent is given up for the next: there is never more than one to send.
 */
export class HeadWebhook {
  readonly #url: Secret;
  readonly #log: Context['log'];
  #unsent: Head | undefined;
  #waitMs = FIRST_WAIT_MS;
  #retry: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  constructor(url: Secret, log: Context['log']) {
    this.#url = url;
    this.#log = log;
  }

  /** Sends a head, now or as soon as the other side takes it. */
  send(head: Head): void {
    this.#unsent = head;
    this.#sending ??= this.#drain(this.#withinReason());
  }

  /** Tries once more to send what is left. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#sending;
    await this.#drain(() => AbortSignal.timeout(LAST_WITHIN_MS));
    clearTimeout(this.#retry);
  }

  #withinReason(): () => AbortSignal {
    return () => AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), this.#stopping.signal]);
  }

  async #drain(signal: () => AbortSignal): Promise<void> {
    clearTimeout(this.#retry);
    for (let head = this.#unsent; head; head = this.#unsent) {
      const failure = await this.#post(head, signal());
      if (failure !== undefined) {
        this.#log.warn({ why: failure, retryInMs: this.#waitMs }, 'an audit head was not taken');
        const again = () => {
          this.#sending ??= this.#drain(this.#withinReason());
        };
        this.#retry = setTimeout(again, this.#waitMs).unref();
        this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
        break;
      }
      this.#waitMs = FIRST_WAIT_MS;
      if (this.#unsent === head) this.#unsent = undefined;
    }
    this.#sending = undefined;
  }

  /** @returns Why it was not taken, without the address: that may hold a token. */
  async #post(head: Head, signal: AbortSignal): Promise<string | undefined> {
    try {
      const answer = await fetch(this.#url.reveal(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(head),
        redirect: 'error',
        signal,
      });
      await answer.body?.cancel();
      return answer.ok ? undefined : `status ${answer.status}`;
    } catch (error) {
      const { cause, name } = error as { cause?: { code?: string }; name: string };
      return cause?.code ?? name;
    }
  }
}
