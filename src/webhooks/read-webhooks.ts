import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { newEvents } from './next-events.ts';
import {
  countDeadLetters,
  type DeadLetter,
  selectDeadLetters,
  selectWebhook,
  selectWebhooks,
  type WebhookRow,
} from './queries.ts';

export type { DeadLetter, WebhookRow } from './queries.ts';

/** A webhook, and what it has still to send. */
export interface WebhookState extends WebhookRow {
  dead_letters: number;
  /** When the oldest event was recorded that was neither taken nor given up, in milliseconds; null: there is none. */
  undelivered_since: number | null;
}

/** @throws AppError `not_found`. */
export async function readWebhook(reader: Reader, id: number): Promise<WebhookRow> {
  const row = await reader.get<WebhookRow>(selectWebhook(id));
  if (!row) throw notFound();
  return row;
}

/** All, in the order in which they were added. */
export async function webhookStates(reader: Reader): Promise<WebhookState[]> {
  return statesOf(reader, await reader.all<WebhookRow>(selectWebhooks()));
}

/** @throws AppError `not_found`. */
export async function webhookState(reader: Reader, id: number): Promise<WebhookState> {
  const [state] = await statesOf(reader, [await readWebhook(reader, id)]);
  return state as WebhookState;
}

async function statesOf(reader: Reader, rows: WebhookRow[]): Promise<WebhookState[]> {
  const counts = await reader.all<{ webhook_id: number; count: number }>(countDeadLetters());
  const states: WebhookState[] = [];
  for (const row of rows) {
    const next = await newEvents(reader, row, 1);
    states.push({
      ...row,
      dead_letters: counts.find(({ webhook_id }) => webhook_id === row.id)?.count ?? 0,
      undelivered_since: next?.events[0]?.occurred_at ?? null,
    });
  }
  return states;
}

/**
 * The events that were given up, the newest first.
 *
 * @param beforeId Only events that are older than this one.
 * @throws AppError `not_found` when there is no such webhook.
 */
export async function deadLettersOf(
  reader: Reader,
  webhookId: number,
  { beforeId = Number.MAX_SAFE_INTEGER, limit }: { beforeId?: number | undefined; limit: number },
): Promise<DeadLetter[]> {
  await readWebhook(reader, webhookId);
  return reader.all<DeadLetter>(selectDeadLetters(webhookId, beforeId, limit));
}
