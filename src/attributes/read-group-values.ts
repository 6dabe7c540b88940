import type { Context } from '../context.ts';
import type { Reader } from '../store/database.ts';
import { findAttribute } from './find-attribute.ts';
import { type GroupValueRow, selectGroupValues } from './queries.ts';
import { openValue } from './sealed-value.ts';

/** The value of a user attribute for a group; null when it is hidden. */
export interface GroupValue extends Omit<GroupValueRow, 'sealed_value' | 'key_id'> {
  value: string | null;
}

/**
 * The values that groups have for a user attribute, the one that decides first.
 *
 * @throws AppError `not_found`.
 */
export async function readGroupValues(context: Context, attributeId: number): Promise<GroupValue[]> {
  await findAttribute(context.database, attributeId);
  const rows = await context.database.all<GroupValueRow>(selectGroupValues(attributeId));
  return Promise.all(rows.map((row) => openGroupValue(context, context.database, row)));
}

/** Opens the value, unless it is hidden. */
export async function openGroupValue(
  { keys }: Context,
  reader: Reader,
  row: GroupValueRow,
): Promise<GroupValue> {
  const { sealed_value, key_id, ...rest } = row;
  const value =
    row.hidden_at === null
      ? await openValue(keys, reader, row.attribute_id, { groupId: row.group_id }, { sealed_value, key_id })
      : null;
  return { ...rest, value };
}
