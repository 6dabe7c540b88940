import { framed } from './framed.ts';
import type { OtpParameters } from './otp.ts';
import type { SealingKey } from './sealed-box.ts';
import { openBox, SealBroken, sealBox } from './sealed-box.ts';

export type { SealingKey } from './sealed-box.ts';
export { SealBroken } from './sealed-box.ts';

const ATTRIBUTE_VALUE = 'user-attribute';

/** Everything a sealed seed belongs to. A seed moved to another row, or used otherwise, does not open. */
export interface SealBinding {
  instanceId: string;
  userId: number;
  credentialId: number;
  parameters: OtpParameters;
}

/**
 * Encrypts the seed of a credential for storage, bound to its row (AES-256-GCM, see `sealBox`).
 * @param seed raw bytes
 * @throws RangeError when the key does not have 32 bytes
 */
export function sealSeed(key: SealingKey, seed: Buffer, binding: SealBinding): Buffer {
  return sealBox(key, 'totp-seed', seed, boundTo(key, binding));
}

/**
 * Decrypts the seed of a credential. Overwrite it (`fill(0)`) after use.
 * @throws SealBroken unless key, bytes and binding are those it was sealed with; RangeError when the key
 *   does not have 32 bytes
 */
export function openSeed(key: SealingKey, sealed: Buffer, binding: SealBinding): Buffer {
  return openBox(key, 'totp-seed', sealed, boundTo(key, binding));
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
  return sealBox(key, ATTRIBUTE_VALUE, Buffer.from(value), boundToOwner(key, binding));
}

/**
 * Decrypts the value of a user attribute.
 * @throws SealBroken unless key, bytes and binding are those it was sealed with
 */
export function openAttributeValue(key: SealingKey, sealed: Buffer, binding: AttributeValueBinding): string {
  return openBox(key, ATTRIBUTE_VALUE, sealed, boundToOwner(key, binding)).toString();
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
  return sealBox(key, 'audit-secret', secret, framed(['v1', instanceId, id, key.id]));
}

/** @throws SealBroken unless key, bytes and binding are those it was sealed with */
export function openAuditSecret(
  key: SealingKey,
  sealed: Buffer,
  { instanceId, id }: AuditSecretBinding,
): Buffer {
  return openBox(key, 'audit-secret', sealed, framed(['v1', instanceId, id, key.id]));
}

/** Seals a known value: stored per key id, it later proves that a key of that name is still the same key. */
export function sealKeyCheck(key: SealingKey, instanceId: string): Buffer {
  return sealBox(key, 'key-check', Buffer.from('key-check'), framed(['v1', instanceId, key.id]));
}

/** Whether `key` and `instanceId` are those that `sealKeyCheck` was given. */
export function openKeyCheck(key: SealingKey, sealed: Buffer, instanceId: string): boolean {
  try {
    openBox(key, 'key-check', sealed, framed(['v1', instanceId, key.id]));
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
  return sealBox(master, 'data-key', key, framed(['v1', instanceId, id, master.id]));
}

/** @throws SealBroken unless all are those that `wrapKey` was given. */
export function unwrapKey(
  master: SealingKey,
  { id, wrapped }: { id: string; wrapped: Buffer },
  instanceId: string,
): SealingKey {
  return { id, key: openBox(master, 'data-key', wrapped, framed(['v1', instanceId, id, master.id])) };
}

function boundTo(key: SealingKey, { instanceId, userId, credentialId, parameters }: SealBinding): string {
  const { algorithm, digits, periodSeconds } = parameters;
  return framed(['v1', instanceId, userId, credentialId, algorithm, digits, periodSeconds, key.id]);
}

function boundToOwner(key: SealingKey, binding: AttributeValueBinding): string {
  const { instanceId, attributeId, userId, groupId } = binding;
  return framed(['v1', instanceId, attributeId, userId ?? '', groupId ?? '', key.id]);
}
