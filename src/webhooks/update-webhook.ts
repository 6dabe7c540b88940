import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { type Caller, requirePermission } from '../core/caller.ts';
import { actionsText, requireUrl } from './check-webhook.ts';
import type { WebhookChoice } from './create-webhook.ts';
import { setWebhook } from './queries.ts';
import { readWebhook } from './read-webhooks.ts';

/** What is absent stays as it is. */
export interface WebhookChanges extends Partial<WebhookChoice> {
  isDisabled?: boolean;
}

/**
 * Changes where a webhook sends, what, or whether it does. One that is enabled again goes on where it stopped.
 *
 * @throws AppError `not_found`; `validation_failed`; `forbidden` for who may not read the audit log.
 */
export async function updateWebhook(
  { database, clock, config }: Context,
  caller: Caller,
  id: number,
  { url, actions, isDisabled }: WebhookChanges,
): Promise<void> {
  requirePermission(caller, 'see_audit');
  if (url !== undefined) requireUrl(url, config.webhooks.httpTo);
  const nowMs = clock();
  await database.transaction(async (tx) => {
    const before = await readWebhook(tx, id);
    const wasDisabled = before.disabled_at !== null;
    const disable = isDisabled ?? wasDisabled;
    await tx.run(
      setWebhook(id, {
        url: url ?? before.url,
        actions: actions === undefined ? before.actions : actionsText(actions),
        disabled_at: disable ? (before.disabled_at ?? nowMs) : null,
      }),
    );
    const action =
      disable === wasDisabled ? 'update_webhook' : disable ? 'disable_webhook' : 'enable_webhook';
    await recordEvent(tx, nowMs, { action, actor: caller, detail: `webhook ${id}` });
  });
}
