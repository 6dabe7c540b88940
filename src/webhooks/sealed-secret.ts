import { openWebhookSecret, sealWebhookSecret } from '../core/sealing.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Reseal } from '../keys/reseal.ts';
import type { Reader, Transaction } from '../store/database.ts';
import type { SealedSecret } from './queries.ts';

/** Seals what a webhook signs with, to that webhook. */
export async function sealSecret(
  keys: KeyRing,
  tx: Transaction,
  webhookId: number,
  secret: Buffer,
): Promise<SealedSecret> {
  const key = await keys.current(tx);
  return {
    sealed_secret: sealWebhookSecret(key, secret, { instanceId: keys.instanceId, webhookId }),
    key_id: key.id,
  };
}

/**
 * Opens what a webhook signs with. The caller overwrites it (`fill(0)`) after use.
 *
 * @throws SealBroken when the row was tampered with or its key is not in the ring.
 */
export async function openSecret(
  keys: KeyRing,
  reader: Reader,
  { id, sealed_secret, key_id }: SealedSecret & { id: number },
): Promise<Buffer> {
  const key = await keys.find(reader, key_id);
  return openWebhookSecret(key, sealed_secret, { instanceId: keys.instanceId, webhookId: id });
}

export const resealWebhookSecret: Reseal<{ id: number }> = async (
  _tx,
  { id },
  sealed,
  { from, to, instanceId },
) => {
  const binding = { instanceId, webhookId: id };
  const secret = openWebhookSecret(from, sealed, binding);
  const anew = sealWebhookSecret(to, secret, binding);
  secret.fill(0);
  return anew;
};
