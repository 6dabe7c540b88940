import { randomUUID } from 'node:crypto';
import type { AuditRow } from '../audit/events-after.ts';
import { type Context, stopwatch } from '../context.ts';
import { SealBroken } from '../core/sealing.ts';
import { sendEvent } from './deliver-event.ts';
import { countResult, type Delivery } from './delivery-counts.ts';
import {
  keepDeadLetter,
  keepFailure,
  keepGone,
  keepProgress,
  letGo,
  type Progress,
} from './keep-progress.ts';
import { nextEvents } from './next-events.ts';
import { failureOf, type Posted } from './post.ts';
import {
  claimWebhook,
  LEASE_MS,
  type Lease,
  LONGEST_WAIT_MS,
  type SealedSecret,
  selectDue,
  type WebhookRow,
} from './queries.ts';
import { retryWaitMs } from './retry-wait.ts';
import { openSecret } from './sealed-secret.ts';

/** All times in milliseconds. */
const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 10_000;
/**
 * How often it is written down how far a webhook is: after a crash what was sent since comes twice. That also keeps the
 * lease, which is longer than this and an answer together, so that it never ends while something is being sent.
 */
const KEEP_EVERY_MS = 1_000;
/** Before an event is given up there are two hours between the first attempt and the last. */
const ATTEMPTS = 12;
const WAITS = { firstMs: 5_000, longestMs: LONGEST_WAIT_MS };

/**
 * Sends every webhook its events, each in the order of the audit log and at least once. What there is to send follows
 * from the log and from how far each webhook is, so whatever ends this process loses nothing. Each webhook is sent to by
 * one process, which holds a lease.
 */
export class WebhookSender {
  readonly #context: Context;
  readonly #owner = randomUUID();
  readonly #answerWithinMs: number;
  readonly #running = new Map<number, Promise<void>>();
  readonly #stopping = new AbortController();
  /** How it went since the start. */
  readonly deliveries: Delivery[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context, { answerWithinMs = ANSWER_WITHIN_MS } = {}) {
    this.#context = context;
    this.#answerWithinMs = answerWithinMs;
  }

  /** From now on looks every second for what is to be sent. */
  start(): void {
    const { log } = this.#context;
    this.#timer = setInterval(() => {
      this.#look().catch((error: unknown) => log.error({ err: error }, 'webhooks could not be looked up'));
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Breaks off what is being sent: it is sent again after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await Promise.all(this.#running.values());
  }

  /** Sends all that is due at this moment. */
  async sendDue(): Promise<void> {
    await this.#look();
    await Promise.all(this.#running.values());
  }

  async #look(): Promise<void> {
    const { database, clock, log } = this.#context;
    for (const { id } of await database.all<{ id: number }>(selectDue(clock()))) {
      if (this.#running.has(id) || this.#stopping.signal.aborted) continue;
      const sending = this.#sendTo(id)
        .catch((error: unknown) => log.error({ err: error, webhook: id }, 'a webhook was not sent to'))
        .finally(() => this.#running.delete(id));
      this.#running.set(id, sending);
    }
  }

  #lease(): Lease {
    return { owner: this.#owner, endsAtMs: this.#context.clock() + LEASE_MS };
  }

  async #sendTo(id: number): Promise<void> {
    const { database, clock, keys } = this.#context;
    const lease = this.#lease();
    const claimed = await database.transaction(async (tx) => {
      const row = await tx.get<WebhookRow & SealedSecret>(claimWebhook(id, lease, clock()));
      return row && { row, secret: await openSecret(keys, tx, row).catch(unlessBroken) };
    });
    if (!claimed) return;
    const { row, secret } = claimed;
    try {
      if (!secret) return await this.#keepClosed(row);
      let webhook: WebhookRow | undefined = row;
      while (webhook && !this.#stopping.signal.aborted) webhook = await this.#sendNext(webhook, secret);
    } finally {
      secret?.fill(0);
      await letGo(this.#context, id, lease);
    }
  }

  async #keepClosed({ id, attempts }: WebhookRow): Promise<void> {
    const { clock, log } = this.#context;
    log.error({ webhook: id }, 'the secret of a webhook does not open: remove it and add it anew');
    const why = 'its secret does not open';
    const failure = { attempts, nextAttemptAtMs: clock() + WAITS.longestMs, why };
    await keepFailure(this.#context, id, this.#lease(), nothingSent(), failure);
  }

  /** @returns The webhook as it is then, if there may be more to send. */
  async #sendNext(webhook: WebhookRow, secret: Buffer): Promise<WebhookRow | undefined> {
    const turn = await nextEvents(this.#context.database, webhook);
    if (!turn) return undefined;
    const progress = nothingSent();
    const startedAt = stopwatch();
    for (const event of turn.events) {
      // What changed meanwhile counts from here on.
      if (stopwatch() - startedAt >= KEEP_EVERY_MS) {
        return keepProgress(this.#context, webhook.id, this.#lease(), progress);
      }
      const posted = await this.#post(webhook.url, event, secret);
      if (this.#stopping.signal.aborted && 'failure' in posted) {
        await keepProgress(this.#context, webhook.id, this.#lease(), progress);
        return undefined;
      }
      const failure = failureOf(posted);
      if (failure !== undefined) {
        const attempts = progress.delivered ? 0 : webhook.attempts;
        return this.#notTaken({ ...webhook, attempts }, progress, {
          event,
          again: turn.again,
          posted,
          failure,
        });
      }
      countResult(this.deliveries, webhook.id, 'delivered');
      progress.delivered = true;
      if (turn.again) progress.taken.push(event.id);
      else progress.doneTo.set(event.chain, event.id);
    }
    for (const [chain, id] of turn.doneTo) progress.doneTo.set(chain, id);
    return keepProgress(this.#context, webhook.id, this.#lease(), progress);
  }

  #post(url: string, event: AuditRow, secret: Buffer): Promise<Posted> {
    const { clock, config } = this.#context;
    return sendEvent(url, event, {
      secret,
      nowMs: clock(),
      httpTo: config.webhooks.httpTo,
      signal: AbortSignal.any([AbortSignal.timeout(this.#answerWithinMs), this.#stopping.signal]),
    });
  }

  async #notTaken(
    { id, attempts: before }: WebhookRow,
    progress: Progress,
    {
      event,
      again,
      posted,
      failure: why,
    }: { event: AuditRow; again: boolean; posted: Posted; failure: string },
  ): Promise<WebhookRow | undefined> {
    const { clock, log } = this.#context;
    const lease = this.#lease();
    const attempts = before + 1;
    const about = { webhook: id, event: event.id, why, attempts };
    countResult(this.deliveries, id, 'failed');
    if ('status' in posted && posted.status === 410) {
      log.warn(about, 'a webhook wants no more events, and is disabled');
      await keepGone(this.#context, id, lease, progress);
      return undefined;
    }
    if (attempts < ATTEMPTS) {
      const retryInMs = retryWaitMs(attempts, WAITS);
      log.warn({ ...about, retryInMs }, 'an event was not taken by a webhook');
      const failure = { attempts, nextAttemptAtMs: clock() + retryInMs, why };
      await keepFailure(this.#context, id, lease, progress, failure);
      return undefined;
    }
    log.error(about, 'an event was not taken by a webhook, and is given up: replay sends it again');
    countResult(this.deliveries, id, 'given_up');
    if (!again) progress.doneTo.set(event.chain, event.id);
    return keepDeadLetter(this.#context, id, lease, { progress, eventId: event.id, why });
  }
}

const nothingSent = (): Progress => ({ doneTo: new Map(), taken: [], delivered: false });

function unlessBroken(error: unknown): undefined {
  if (!(error instanceof SealBroken)) throw error;
}
