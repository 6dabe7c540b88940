import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../store/database.ts';
import {
  deleteLeftovers,
  disableWebhook,
  endLease,
  type Failure,
  giveUp,
  type Lease,
  renewLease,
  setFailure,
  setSentTo,
  type WebhookRow,
} from './queries.ts';

/** What was sent since it was last written down. */
export interface Progress {
  /** Up to which record each chain of the log is done with. Those that are missing are where they were. */
  doneTo: Map<number, number>;
  /** Those that were asked for again, and taken. */
  taken: number[];
  /** Whether any was taken. */
  delivered: boolean;
}

/**
 * Writes down how far a webhook is, and keeps it for this process.
 *
 * @returns The webhook as it is now; undefined: it was disabled or removed, or another process has it.
 */
export const keepProgress = (
  { database, clock }: Context,
  webhookId: number,
  lease: Lease,
  progress: Progress,
): Promise<WebhookRow | undefined> =>
  database.transaction(async (tx) => {
    const webhook = await write(tx, webhookId, lease, progress, clock());
    return webhook?.disabled_at === null ? webhook : undefined;
  });

/** The same, when the next event was not taken. */
export const keepFailure = (
  { database, clock }: Context,
  webhookId: number,
  lease: Lease,
  progress: Progress,
  failure: Failure,
): Promise<void> =>
  database.transaction(async (tx) => {
    const nowMs = clock();
    if (await write(tx, webhookId, lease, progress, nowMs))
      await tx.run(setFailure(webhookId, failure, nowMs));
  });

/** The same, when the next event was not taken for the last time: it becomes a dead letter. */
export const keepDeadLetter = (
  { database, clock }: Context,
  webhookId: number,
  lease: Lease,
  { progress, eventId, why }: { progress: Progress; eventId: number; why: string },
): Promise<WebhookRow | undefined> =>
  database.transaction(async (tx) => {
    const nowMs = clock();
    const webhook = await write(tx, webhookId, lease, progress, nowMs);
    if (!webhook) return undefined;
    await tx.run(giveUp(webhookId, eventId, why, nowMs));
    await tx.run(setFailure(webhookId, { attempts: 0, nextAttemptAtMs: nowMs, why }, nowMs));
    return webhook.disabled_at === null ? { ...webhook, attempts: 0 } : undefined;
  });

/** The same, when the other side says that it wants no more: 410 Gone (RFC 9110 section 15.5.11). */
export const keepGone = (
  { database, clock }: Context,
  webhookId: number,
  lease: Lease,
  progress: Progress,
): Promise<void> =>
  database.transaction(async (tx) => {
    const nowMs = clock();
    const webhook = await write(tx, webhookId, lease, progress, nowMs);
    if (webhook?.disabled_at !== null) return;
    await tx.run(disableWebhook(webhookId, nowMs));
    await tx.run(setFailure(webhookId, { attempts: 0, nextAttemptAtMs: 0, why: 'status 410' }, nowMs));
    await recordEvent(tx, nowMs, {
      action: 'disable_webhook',
      actor: null,
      detail: `webhook ${webhookId}, which answered 410`,
    });
  });

/** Lets others, or the next start, go on at once. */
export const letGo = ({ database }: Context, webhookId: number, { owner }: Lease): Promise<number> =>
  database.transaction((tx) => tx.run(endLease(webhookId, owner)));

/** @returns undefined: another process has it, and nothing was written. */
async function write(
  tx: Transaction,
  webhookId: number,
  lease: Lease,
  { doneTo, taken, delivered }: Progress,
  nowMs: number,
): Promise<WebhookRow | undefined> {
  const webhook = await tx.get<WebhookRow>(renewLease(webhookId, lease, delivered ? nowMs : undefined));
  if (!webhook) return undefined;
  for (const [chain, id] of doneTo) await tx.run(setSentTo(webhookId, chain, id));
  if (taken.length) await tx.run(deleteLeftovers(webhookId, taken));
  return webhook;
}
