import { readHeads } from '../audit/read-head.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { type Caller, requirePermission } from '../core/caller.ts';
import { newWebhookSecret, webhookSecretText } from '../core/webhook-signature.ts';
import { actionsText, requireUrl } from './check-webhook.ts';
import { insertWebhook, setSecret, setSentTo } from './queries.ts';
import { sealSecret } from './sealed-secret.ts';

/** What a client can choose. */
export interface WebhookChoice {
  url: string;
  /** null: all. */
  actions: readonly string[] | null;
}

export interface NewWebhook {
  id: number;
  /** This one time. */
  secret: string;
}

/**
 * Adds an address that events are sent to from now on. The first is that it was added.
 *
 * @throws AppError `validation_failed`; `forbidden` for who may not read the audit log.
 */
export async function createWebhook(
  { database, clock, keys, config }: Context,
  caller: Caller,
  { url, actions }: WebhookChoice,
): Promise<NewWebhook> {
  requirePermission(caller, 'see_audit');
  requireUrl(url, config.webhooks.httpTo);
  const nowMs = clock();
  const secret = newWebhookSecret();
  return database.transaction(async (tx) => {
    const row = {
      url,
      actions: actionsText(actions),
      // It is sealed to the id, which is known only then.
      sealed_secret: new Uint8Array(),
      key_id: (await keys.current(tx)).id,
    };
    const { id } = (await tx.get<{ id: number }>(insertWebhook(row, nowMs))) as { id: number };
    for (const head of await readHeads(tx)) await tx.run(setSentTo(id, head.chain, head.id));
    await tx.run(setSecret(id, await sealSecret(keys, tx, id, secret)));
    await recordEvent(tx, nowMs, { action: 'create_webhook', actor: caller, detail: `webhook ${id}` });
    return { id, secret: webhookSecretText(secret) };
  });
}
