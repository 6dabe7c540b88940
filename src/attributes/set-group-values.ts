import { nameIds } from '../audit/name-ids.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { checkGroupValues, type GivenGroupValue } from './check-group-values.ts';
import { findAttribute, requireChangeable } from './find-attribute.ts';
import {
  deleteValue,
  type GroupValueRow,
  rankGroup,
  selectGroupIds,
  selectGroupValues,
  storeGroupValue,
} from './queries.ts';
import { type GroupValue, openGroupValue } from './read-group-values.ts';
import { sealValue } from './sealed-value.ts';

/**
 * Gives groups exactly these values of a user attribute. For a user in several of them the first in the list
 * decides or, where every item names a rank, the lowest rank.
 *
 * @throws AppError `not_found`; `not_modifiable` for a built-in attribute; `validation_failed`.
 */
export async function setGroupValues(
  context: Context,
  caller: Caller,
  attributeId: number,
  given: readonly GivenGroupValue[],
): Promise<GroupValue[]> {
  const { database, clock, keys } = context;
  return database.transaction(async (tx) => {
    const attribute = await findAttribute(tx, attributeId);
    requireChangeable(attribute);
    const ids = given.map(({ groupId }) => groupId).filter((id) => id !== undefined);
    const known = ids.length ? await tx.all<{ id: number }>(selectGroupIds([...new Set(ids)])) : [];
    const before = await tx.all<GroupValueRow>(selectGroupValues(attributeId));
    const { values, faults } = checkGroupValues(attribute, given, {
      groups: new Set(known.map(({ id }) => id)),
      holders: new Set(before.map(({ group_id }) => group_id)),
    });
    if (faults.length) throw new AppError('validation_failed', undefined, { faults });
    const kept = new Set(values.map(({ groupId }) => groupId));
    for (const { group_id: groupId } of before) {
      if (!kept.has(groupId)) await tx.run(deleteValue(attributeId, { groupId }));
    }
    for (const { groupId, value, rank } of values) {
      if (value !== undefined) {
        const sealed = await sealValue(keys, tx, attributeId, { groupId }, value);
        await tx.run(storeGroupValue(attributeId, groupId, sealed));
      }
      await tx.run(rankGroup(attributeId, groupId, rank));
    }
    await recordEvent(tx, clock(), {
      action: 'set_group_attribute_values',
      actor: caller,
      detail: `attribute ${attributeId}: ${nameIds('groups', [...kept])}`,
    });
    const after = await tx.all<GroupValueRow>(selectGroupValues(attributeId));
    return Promise.all(after.map((row) => openGroupValue(context, tx, row)));
  });
}
