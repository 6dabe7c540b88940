import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { faultOfValue } from './check-value.ts';
import { findAttribute, requireChangeable } from './find-attribute.ts';
import {
  deleteValue,
  type GroupValueRow,
  selectGroupIds,
  selectGroupValues,
  storeGroupValue,
} from './queries.ts';
import { type GroupValue, openGroupValue } from './read-group-values.ts';
import { sealValue } from './sealed-value.ts';

/**
 * Gives a group a value of a user attribute. Among the groups with a value, a new one comes last.
 *
 * @param value As the client sent it, of any type.
 * @throws AppError `not_found`; `not_modifiable` for a built-in attribute; `validation_failed`.
 */
export async function setGroupValue(
  context: Context,
  caller: Caller,
  groupId: number,
  attributeId: number,
  value: unknown,
): Promise<GroupValue> {
  const { database, clock, keys } = context;
  return database.transaction(async (tx) => {
    if (!(await tx.get(selectGroupIds([groupId])))) throw notFound();
    const attribute = await findAttribute(tx, attributeId);
    requireChangeable(attribute);
    const fault = faultOfValue('value', attribute.type, value);
    if (fault) throw new AppError('validation_failed', undefined, { faults: [fault] });
    const sealed = await sealValue(keys, tx, attributeId, { groupId }, value as string);
    await tx.run(storeGroupValue(attributeId, groupId, sealed));
    await recordEvent(tx, clock(), {
      action: 'set_group_attribute_value',
      actor: caller,
      targetGroupId: groupId,
      detail: `attribute ${attributeId}`,
    });
    const row = await tx.get<GroupValueRow>(selectGroupValues(attributeId, groupId));
    return openGroupValue(context, tx, row as GroupValueRow);
  });
}

/**
 * Takes a group's value of a user attribute away, if it has one.
 *
 * @throws AppError `not_found` for an unknown group or attribute; `not_modifiable` for a built-in attribute.
 */
export async function deleteGroupValue(
  { database, clock }: Context,
  caller: Caller,
  groupId: number,
  attributeId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.get(selectGroupIds([groupId])))) throw notFound();
    requireChangeable(await findAttribute(tx, attributeId));
    if (!(await tx.run(deleteValue(attributeId, { groupId })))) return;
    await recordEvent(tx, clock(), {
      action: 'delete_group_attribute_value',
      actor: caller,
      targetGroupId: groupId,
      detail: `attribute ${attributeId}`,
    });
  });
}
