import { openAttributeValue, sealAttributeValue } from '../core/sealing.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Reseal } from '../keys/reseal.ts';
import type { Reader, Transaction } from '../store/database.ts';
import type { Owner, SealedValue, ValueRow } from './queries.ts';

/** Seals a value for storage, to its attribute and owner. */
export async function sealValue(
  keys: KeyRing,
  tx: Transaction,
  attributeId: number,
  owner: Owner,
  value: string,
): Promise<SealedValue> {
  const key = await keys.current(tx);
  return {
    sealed_value: sealAttributeValue(key, value, bindingOf(keys, attributeId, owner)),
    key_id: key.id,
  };
}

/**
 * Opens a stored value. Only for one that may be shown.
 *
 * @throws SealBroken when the row was tampered with or its key is not in the ring.
 */
export async function openValue(
  keys: KeyRing,
  reader: Reader,
  attributeId: number,
  owner: Owner,
  { sealed_value, key_id }: SealedValue,
): Promise<string> {
  const key = await keys.find(reader, key_id);
  return openAttributeValue(key, sealed_value, bindingOf(keys, attributeId, owner));
}

export const resealValue: Reseal<ValueRow> = async (_tx, row, sealed, { from, to, instanceId }) => {
  const { attribute_id: attributeId, user_id: userId, group_id: groupId } = row;
  const binding = { instanceId, attributeId, userId, groupId };
  return sealAttributeValue(to, openAttributeValue(from, sealed, binding), binding);
};

const bindingOf = ({ instanceId }: KeyRing, attributeId: number, { userId, groupId }: Owner) => ({
  instanceId,
  attributeId,
  userId: userId ?? null,
  groupId: groupId ?? null,
});
