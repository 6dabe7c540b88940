import { openAttributeValue, SealBroken, sealAttributeValue } from '../core/sealing.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Owner, SealedValue } from './queries.ts';

/** Seals a value for storage, to its attribute and owner. */
export function sealValue(keys: KeyRing, attributeId: number, owner: Owner, value: string): SealedValue {
  const { primary } = keys;
  return {
    sealed_value: sealAttributeValue(primary, value, bindingOf(keys, attributeId, owner)),
    key_id: primary.id,
  };
}

/**
 * Opens a stored value. Only for one that may be shown.
 *
 * @throws SealBroken when the row was tampered with or its key is not in the ring.
 */
export function openValue(
  keys: KeyRing,
  attributeId: number,
  owner: Owner,
  { sealed_value: sealed, key_id }: SealedValue,
): string {
  const key = keys.byId.get(key_id);
  if (!key) throw new SealBroken();
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  return openAttributeValue(key, bytes, bindingOf(keys, attributeId, owner));
}

const bindingOf = ({ instanceId }: KeyRing, attributeId: number, { userId, groupId }: Owner) => ({
  instanceId,
  attributeId,
  userId: userId ?? null,
  groupId: groupId ?? null,
});
