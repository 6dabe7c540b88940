import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { type Caller, may } from '../core/caller.ts';
import type { Sql } from '../store/sql.ts';
import {
  type AttributeRow,
  type AttributeWithDefault,
  attributesThatUsersSee,
  attributeWithId,
  everyAttribute,
  listAttributes,
  sortColumns,
} from './queries.ts';
import { openValue } from './sealed-value.ts';

/** A user attribute with its default value, unless that is hidden. */
export interface Attribute extends AttributeRow {
  default_value: string | null;
}

const seesAll = (caller: Caller): boolean => may(caller, 'see_users') || may(caller, 'administer');

/** The user attributes that the caller may know of, in an order. */
export function attributesSeenBy(caller: Caller, order: Sql) {
  const visible = seesAll(caller) ? everyAttribute : attributesThatUsersSee;
  return {
    select: (page: { limit: number | undefined; offset: number }): Sql =>
      listAttributes(visible, order, page),
  };
}

/** @throws AppError `not_found` also for one that the caller may not know of. */
export async function readAttribute(
  context: Context,
  caller: Caller,
  attributeId: number,
): Promise<Attribute> {
  const row = await context.database.get<AttributeWithDefault>(
    listAttributes(attributeWithId(attributeId), sortColumns.id, { limit: 1, offset: 0 }),
  );
  if (!row || !(row.user_can_view || seesAll(caller))) throw notFound();
  return withDefault(context, row);
}

/** Opens the default value, unless it is hidden. */
export async function withDefault(
  { keys, database }: Context,
  row: AttributeWithDefault,
): Promise<Attribute> {
  const { sealed_value, key_id, ...attribute } = row;
  const shown = attribute.hidden_at === null && sealed_value !== null && key_id !== null;
  const default_value = shown ? await openValue(keys, database, row.id, {}, { sealed_value, key_id }) : null;
  return { ...attribute, default_value };
}
