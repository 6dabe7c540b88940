import { randomBytes } from 'node:crypto';
import { hmac } from './hmac.ts';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** What the messages of one webhook are signed with. */
export const newWebhookSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** The form in which the Standard Webhooks convention hands a secret over: `whsec_` and the bytes in Base64. */
export const webhookSecretText = (secret: Buffer): string => PREFIX + secret.toString('base64');

/** A message as it is sent. */
export interface WebhookMessage {
  /** The same at every attempt, and of no other message. Without a dot. */
  id: string;
  /** When it is sent, in whole seconds since 1970. */
  seconds: number;
  body: string;
}

/**
 * The signature of a message, after the Standard Webhooks convention: HMAC-SHA256 over `id.timestamp.body`.
 *
 * @returns `v1,` and the 32 bytes in Base64.
 */
export function signWebhook(secret: Buffer, { id, seconds, body }: WebhookMessage): string {
  return `v1,${hmac('SHA256', secret, Buffer.from(`${id}.${seconds}.${body}`)).toString('base64')}`;
}
