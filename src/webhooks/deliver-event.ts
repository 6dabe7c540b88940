import type { AuditRow } from '../audit/events-after.ts';
import { presentEvent } from '../audit/present-event.ts';
import { Secret } from '../core/secret.ts';
import { signWebhook } from '../core/webhook-signature.ts';
import { type HttpTo, mayBeSentTo } from './check-webhook.ts';
import { type Posted, post } from './post.ts';

/** In hexadecimal digits. */
const HASH_DIGITS = 16;

/**
 * What receivers tell events apart by. After a database was put back, other events get the same numbers: the hash is
 * another then.
 */
const messageId = ({ id, hash }: AuditRow): string =>
  `${id}-${Buffer.from(hash).toString('hex').slice(0, HASH_DIGITS)}`;

/** Sends an event as the API shows it, signed after the Standard Webhooks convention. */
export async function sendEvent(
  url: string,
  event: AuditRow,
  { secret, nowMs, httpTo, signal }: { secret: Buffer; nowMs: number; httpTo: HttpTo; signal: AbortSignal },
): Promise<Posted> {
  // The setting may have been another when the address was chosen.
  if (!mayBeSentTo(url, httpTo)) return { failure: 'plain http is not allowed to this host' };
  const message = {
    id: messageId(event),
    seconds: Math.floor(nowMs / 1_000),
    body: JSON.stringify(presentEvent(event)),
  };
  return post(new Secret(url), {
    body: message.body,
    headers: {
      'webhook-id': message.id,
      'webhook-timestamp': String(message.seconds),
      'webhook-signature': signWebhook(secret, message),
    },
    signal,
  });
}
