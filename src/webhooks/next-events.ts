import { type AuditRow, eventsAfter, findEvents } from '../audit/events-after.ts';
import { readChains } from '../audit/read-head.ts';
import type { Reader } from '../store/database.ts';
import { actionsIn } from './check-webhook.ts';
import { selectAsked, selectSentTo, type WebhookRow } from './queries.ts';

/** So many are sent before it is asked what is next. */
const AT_ONCE = 100;

/** What a webhook has to send next. */
export interface Turn {
  events: AuditRow[];
  /** Whether they were asked for again. */
  again: boolean;
  /** Up to which record each chain of the log is done with once these are. */
  doneTo: Map<number, number>;
}

/**
 * Events that were asked for again come first. Those of several chains come in the order of their ids, which is that of
 * time, but for one that is committed after a later one was sent.
 *
 * @returns undefined: there is nothing to send, nor to pass over.
 */
export async function nextEvents(reader: Reader, webhook: WebhookRow): Promise<Turn | undefined> {
  const asked = await reader.all<{ event_id: number }>(selectAsked(webhook.id, AT_ONCE));
  if (asked.length) {
    const ids = asked.map(({ event_id }) => event_id);
    return { events: await findEvents(reader, ids), again: true, doneTo: new Map() };
  }
  return newEvents(reader, webhook, AT_ONCE);
}

/** @param limit Of each chain. */
export async function newEvents(
  reader: Reader,
  { id, actions: chosen }: WebhookRow,
  limit: number,
): Promise<Turn | undefined> {
  const actions = actionsIn(chosen);
  const sentTo = new Map(
    (await reader.all<{ chain: number; sent_to: number }>(selectSentTo(id))).map((row) => [
      row.chain,
      row.sent_to,
    ]),
  );
  const turn: Turn = { events: [], again: false, doneTo: new Map() };
  // Where a chain has more, later ones of the others wait for these.
  let horizon = Number.MAX_SAFE_INTEGER;
  for (const chain of await readChains(reader)) {
    const after = sentTo.get(chain) ?? 0;
    const { events, toId, more } = await eventsAfter(reader, chain, after, { actions, limit });
    if (toId === after) continue;
    turn.events.push(...events);
    turn.doneTo.set(chain, toId);
    if (more) horizon = Math.min(horizon, toId);
  }
  if (turn.doneTo.size === 0) return undefined;
  turn.events = turn.events.filter((event) => event.id <= horizon).sort((a, b) => a.id - b.id);
  for (const [chain, toId] of turn.doneTo) {
    turn.doneTo.set(chain, Math.max(Math.min(toId, horizon), sentTo.get(chain) ?? 0));
  }
  return turn;
}
