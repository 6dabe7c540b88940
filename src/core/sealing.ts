import { framed } from './framed.ts';
import type { OtpParameters } from './otp.ts';
import type { SealingKey } from './sealed-box.ts';
import { openBox, SealBroken, sealBox } from './sealed-box.ts';

export type { SealingKey } from './sealed-box.ts';
export { SealBroken } from './sealed-box.ts';

const ATTRIBUTE_VALUE = 'user-attribute';
const WEBHOOK_SECRET = 'webhook-secret';

/** Everything a sealed seed belongs to. A seed moved to another row, or used otherwise, does not open. */
export interface SealBinding {
  instanceId: string;
  userId: number;
  credentialId: number;
  parameters: OtpParameters;
}

/** Length in bytes of a salt that is kept apart: it is to be as hard to guess as the key. */
export const SEED_SALT_BYTES = 32;

/**
 * Encrypts the seed of a credential for storage, bound to its row (AES-256-GCM, see `sealBox`).
 * @param seed raw bytes
 * @param salt is not in what is returned: with it erased the seed is, too
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealSeed(key: SealingKey, seed: Buffer, binding: SealBinding, salt: Uint8Array): Buffer {
  return sealBox(key, seed, { purpose: 'totp-seed', bound: boundTo(key, binding), salt });
}

/**
 * Decrypts the seed of a credential. Overwrite it (`fill(0)`) after use.
 * @param salt undefined: it is among the sealed bytes, as it once was
 * @throws SealBroken unless key, bytes and binding are those it was sealed with; RangeError when the key
 *   does not have 32 bytes
 */
export function openSeed(
  key: SealingKey,
  sealed: Uint8Array,
  binding: SealBinding,
  salt: Uint8Array | undefined,
): Buffer {
  return openBox(key, sealed, { purpose: 'totp-seed', bound: boundTo(key, binding), salt });
}

/** Everything a sealed attribute value belongs to. Moved to another owner or attribute, it does not open. */
export interface AttributeValueBinding {
  instanceId: string;
  attributeId: number;
  /** Null for both: the value of whoever has no other. */
  userId: number | null;
  groupId: number | null;
}

/**
 * Encrypts the value of a user attribute for storage, bound to its attribute and owner (see `sealBox`).
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealAttributeValue(key: SealingKey, value: string, binding: AttributeValueBinding): Buffer {
  return sealBox(key, Buffer.from(value), { purpose: ATTRIBUTE_VALUE, bound: boundToOwner(key, binding) });
}

/**
 * Decrypts the value of a user attribute.
 * @throws SealBroken unless key, bytes and binding are those it was sealed with
 */
export function openAttributeValue(
  key: SealingKey,
  sealed: Uint8Array,
  binding: AttributeValueBinding,
): string {
  return openBox(key, sealed, { purpose: ATTRIBUTE_VALUE, bound: boundToOwner(key, binding) }).toString();
}

/** Which key of the audit log, of which installation. */
export interface AuditSecretBinding {
  instanceId: string;
  id: number;
}

/**
 * Encrypts the secret of the audit log for storage (see `sealBox`).
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealAuditSecret(
  key: SealingKey,
  secret: Buffer,
  { instanceId, id }: AuditSecretBinding,
): Buffer {
  return sealBox(key, secret, { purpose: 'audit-secret', bound: framed(['v1', instanceId, id, key.id]) });
}

/** @throws SealBroken unless key, bytes and binding are those it was sealed with */
export function openAuditSecret(
  key: SealingKey,
  sealed: Uint8Array,
  { instanceId, id }: AuditSecretBinding,
): Buffer {
  return openBox(key, sealed, { purpose: 'audit-secret', bound: framed(['v1', instanceId, id, key.id]) });
}

/** Which webhook, of which installation. */
export interface WebhookSecretBinding {
  instanceId: string;
  webhookId: number;
}

/**
 * Encrypts what a webhook signs with for storage (see `sealBox`).
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealWebhookSecret(key: SealingKey, secret: Buffer, binding: WebhookSecretBinding): Buffer {
  return sealBox(key, secret, { purpose: WEBHOOK_SECRET, bound: boundToWebhook(key, binding) });
}

/** @throws SealBroken unless key, bytes and binding are those it was sealed with */
export function openWebhookSecret(
  key: SealingKey,
  sealed: Uint8Array,
  binding: WebhookSecretBinding,
): Buffer {
  return openBox(key, sealed, { purpose: WEBHOOK_SECRET, bound: boundToWebhook(key, binding) });
}

/** Seals a known value: stored per key id, it later proves that a key of that name is still the same key. */
export function sealKeyCheck(key: SealingKey, instanceId: string): Buffer {
  return sealBox(key, Buffer.from('key-check'), {
    purpose: 'key-check',
    bound: framed(['v1', instanceId, key.id]),
  });
}

/** Whether `key` and `instanceId` are those that `sealKeyCheck` was given. */
export function openKeyCheck(key: SealingKey, sealed: Uint8Array, instanceId: string): boolean {
  try {
    openBox(key, sealed, { purpose: 'key-check', bound: framed(['v1', instanceId, key.id]) });
    return true;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

/**
 * Encrypts ("wraps") a key for storage under another that is kept elsewhere, bound to its id and installation.
 * @throws RangeError when the master key does not have 32 bytes
 */
export function wrapKey(master: SealingKey, { id, key }: SealingKey, instanceId: string): Buffer {
  return sealBox(master, key, { purpose: 'data-key', bound: framed(['v1', instanceId, id, master.id]) });
}

/** @throws SealBroken unless all are those that `wrapKey` was given. */
export function unwrapKey(
  master: SealingKey,
  { id, wrapped }: { id: string; wrapped: Uint8Array },
  instanceId: string,
): SealingKey {
  const bound = framed(['v1', instanceId, id, master.id]);
  return { id, key: openBox(master, wrapped, { purpose: 'data-key', bound }) };
}

function boundTo(key: SealingKey, { instanceId, userId, credentialId, parameters }: SealBinding): string {
  const { algorithm, digits, periodSeconds } = parameters;
  return framed(['v1', instanceId, userId, credentialId, algorithm, digits, periodSeconds, key.id]);
}

function boundToOwner(key: SealingKey, binding: AttributeValueBinding): string {
  const { instanceId, attributeId, userId, groupId } = binding;
  return framed(['v1', instanceId, attributeId, userId ?? '', groupId ?? '', key.id]);
}

function boundToWebhook(key: SealingKey, { instanceId, webhookId }: WebhookSecretBinding): string {
  return framed(['v1', instanceId, webhookId, key.id]);
}
