import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import { type Caller, requirePermission } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { actionsIn } from './check-webhook.ts';
import { askForDeadLetters, askForRange, attemptAtOnce, countRange, type EventRange } from './queries.ts';
import { readWebhook } from './read-webhooks.ts';

/** So many events are sent again for one asking. */
const MOST = 10_000;

export type { EventRange } from './queries.ts';

/**
 * Has a webhook send events again, before those that are new: the ones that were given up, or those of a range that
 * it sends at all. The next attempt is at once.
 *
 * @param range undefined: those that were given up.
 * @returns How many.
 * @throws AppError `not_found`; `validation_failed` for a range that is none or too long; `forbidden` for who may not
 * read the audit log.
 */
export async function replay(
  { database, clock }: Context,
  caller: Caller,
  id: number,
  range: EventRange | undefined,
): Promise<number> {
  requirePermission(caller, 'see_audit');
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const webhook = await readWebhook(tx, id);
    if (range) await requireShort(tx, range);
    const asked = range
      ? askForRange(id, { ...range, actions: actionsIn(webhook.actions) }, nowMs)
      : askForDeadLetters(id, nowMs);
    const count = await tx.run(asked);
    await tx.run(attemptAtOnce(id));
    const which = range ? `events ${range.fromId} to ${range.toId}` : 'dead letters';
    await recordEvent(tx, nowMs, {
      action: 'replay_webhook',
      actor: caller,
      detail: `webhook ${id}, ${which}`,
    });
    return count;
  });
}

async function requireShort(reader: Reader, range: EventRange): Promise<void> {
  const counted = await reader.get<{ count: number }>(countRange(range, MOST + 1));
  if (range.toId < range.fromId || (counted?.count ?? 0) > MOST) {
    throw invalidField(
      'to_event_id',
      `A range must not end before it begins, and have ${MOST} events at most.`,
    );
  }
}
