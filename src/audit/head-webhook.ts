import type { Context } from '../context.ts';
import type { Secret } from '../core/secret.ts';
import { failureOf, post } from '../webhooks/post.ts';
import { retryWaitMs } from '../webhooks/retry-wait.ts';
import type { Head } from './head.ts';

/** How long the other side gets to answer, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000;
/** The same when the server stops. */
const LAST_WITHIN_MS = 2_000;
const WAITS = { firstMs: 1_000, longestMs: 60_000 };

/**
 * Sends heads to an address of the operator's. Each says all that those before it said, so that what could not
 * be sent is given up for the next: there is never more than one to send.
 */
export class HeadWebhook {
  readonly #url: Secret;
  readonly #log: Context['log'];
  #unsent: Head | undefined;
  #failed = 0;
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
      const failure = failureOf(await post(this.#url, { body: JSON.stringify(head), signal: signal() }));
      if (failure !== undefined) {
        this.#failed++;
        const retryInMs = retryWaitMs(this.#failed, WAITS);
        this.#log.warn({ why: failure, retryInMs }, 'an audit head was not taken');
        const again = () => {
          this.#sending ??= this.#drain(this.#withinReason());
        };
        this.#retry = setTimeout(again, retryInMs).unref();
        break;
      }
      this.#failed = 0;
      if (this.#unsent === head) this.#unsent = undefined;
    }
    this.#sending = undefined;
  }
}
