import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { deleteWebhookRow } from './queries.ts';

/**
 * Removes a webhook with its secret and dead letters. It is not told.
 *
 * @throws AppError `not_found`.
 */
export async function deleteWebhook({ database, clock }: Context, caller: Caller, id: number): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteWebhookRow(id)))) throw notFound();
    await recordEvent(tx, clock(), { action: 'delete_webhook', actor: caller, detail: `webhook ${id}` });
  });
}
