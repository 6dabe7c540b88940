import { idList, type Sql, sql } from '../store/sql.ts';

/** Who has a value: a user, a group or, with neither, everybody else. */
export interface Owner {
  userId?: number;
  groupId?: number;
}

export interface SealedValue {
  sealed_value: Uint8Array;
  key_id: string;
}

/** A value as it is stored. */
export interface ValueRow {
  id: number;
  attribute_id: number;
  user_id: number | null;
  group_id: number | null;
}

export interface AttributeRow {
  id: number;
  name: string;
  label: string;
  type: string;
  built_in: number;
  user_can_view: number;
  user_can_edit: number;
  hidden_at: number | null;
  hidden_value_domain_whitelist: string | null;
}

export interface AttributeWithDefault extends AttributeRow {
  sealed_value: Uint8Array | null;
  key_id: string | null;
}

const attributeColumns = sql`user_attributes.id, user_attributes.name, user_attributes.label, user_attributes.type,
  user_attributes.built_in, user_attributes.user_can_view, user_attributes.user_can_edit,
  user_attributes.hidden_at, user_attributes.hidden_value_domain_whitelist`;

export const sortColumns = {
  id: sql`user_attributes.id`,
  name: sql`user_attributes.name`,
  label: sql`user_attributes.label_key`,
  type: sql`user_attributes.type`,
};

export const everyAttribute = sql`1 = 1`;
export const attributesThatUsersSee = sql`user_attributes.user_can_view = 1`;
export const attributeWithId = (id: number): Sql => sql`user_attributes.id = ${id}`;

const attributesWithIds = (ids: readonly number[]): Sql =>
  ids.length ? sql`user_attributes.id IN (${idList(ids)})` : sql`1 = 0`;

export const listAttributes = (
  where: Sql,
  order: Sql,
  { limit, offset }: { limit: number | undefined; offset: number },
): Sql => sql`
  SELECT ${attributeColumns}, defaults.sealed_value, defaults.key_id
  FROM user_attributes LEFT JOIN user_attribute_values AS defaults
    ON defaults.attribute_id = user_attributes.id AND defaults.user_id IS NULL AND defaults.group_id IS NULL
  WHERE ${where} ORDER BY ${order} LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

export const findAttribute = (id: number): Sql =>
  sql`SELECT ${attributeColumns} FROM user_attributes WHERE id = ${id}`;

/** Other attributes that have this name or label. */
export const findNamesakes = (name: string, labelKey: string, exceptId: number): Sql => sql`
  SELECT name, label_key FROM user_attributes
  WHERE (name = ${name} OR label_key = ${labelKey}) AND id <> ${exceptId}`;

export type Columns = Omit<AttributeRow, 'id' | 'built_in'> & { label_key: string };

export const insertAttribute = (columns: Columns, nowMs: number): Sql => sql`
  INSERT INTO user_attributes (name, label, label_key, type, user_can_view, user_can_edit, hidden_at,
    hidden_value_domain_whitelist, created_at)
  VALUES (${columns.name}, ${columns.label}, ${columns.label_key}, ${columns.type}, ${columns.user_can_view},
    ${columns.user_can_edit}, ${columns.hidden_at}, ${columns.hidden_value_domain_whitelist}, ${nowMs})
  RETURNING id`;

export const updateAttribute = (id: number, columns: Columns): Sql => sql`
  UPDATE user_attributes SET name = ${columns.name}, label = ${columns.label},
    label_key = ${columns.label_key}, type = ${columns.type}, user_can_view = ${columns.user_can_view},
    user_can_edit = ${columns.user_can_edit}, hidden_at = ${columns.hidden_at},
    hidden_value_domain_whitelist = ${columns.hidden_value_domain_whitelist}
  WHERE id = ${id}`;

export const deleteAttribute = (id: number): Sql => sql`DELETE FROM user_attributes WHERE id = ${id}`;

const isDefault = sql`user_id IS NULL AND group_id IS NULL`;

/** @param withDefault Whether the default counts. */
export const findAnyValue = (attributeId: number, withDefault: boolean): Sql => sql`
  SELECT 1 FROM user_attribute_values WHERE attribute_id = ${attributeId}
  AND ${withDefault ? everyAttribute : sql`NOT (${isDefault})`} LIMIT 1`;

export const deleteDefault = (attributeId: number): Sql =>
  sql`DELETE FROM user_attribute_values WHERE attribute_id = ${attributeId} AND ${isDefault}`;

export const insertDefault = (attributeId: number, { sealed_value, key_id }: SealedValue): Sql => sql`
  INSERT INTO user_attribute_values (attribute_id, sealed_value, key_id)
  VALUES (${attributeId}, ${sealed_value}, ${key_id})`;

export const storeUserValue = (attributeId: number, userId: number, value: SealedValue): Sql => sql`
  INSERT INTO user_attribute_values (attribute_id, user_id, sealed_value, key_id)
  VALUES (${attributeId}, ${userId}, ${value.sealed_value}, ${value.key_id})
  ON CONFLICT (user_id, attribute_id) WHERE user_id IS NOT NULL DO UPDATE
  SET sealed_value = excluded.sealed_value, key_id = excluded.key_id`;

/** A group that has a value keeps its rank; another comes last. */
export const storeGroupValue = (attributeId: number, groupId: number, value: SealedValue): Sql => sql`
  INSERT INTO user_attribute_values (attribute_id, group_id, group_rank, sealed_value, key_id)
  SELECT ${attributeId}, ${groupId}, COALESCE(MAX(group_rank), 0) + 1, ${value.sealed_value}, ${value.key_id}
  FROM user_attribute_values WHERE attribute_id = ${attributeId} AND group_id IS NOT NULL
  ON CONFLICT (group_id, attribute_id) WHERE group_id IS NOT NULL DO UPDATE
  SET sealed_value = excluded.sealed_value, key_id = excluded.key_id`;

export const rankGroup = (attributeId: number, groupId: number, rank: number): Sql => sql`
  UPDATE user_attribute_values SET group_rank = ${rank}
  WHERE attribute_id = ${attributeId} AND group_id = ${groupId}`;

export const deleteValue = (attributeId: number, { userId, groupId }: Owner): Sql => sql`
  DELETE FROM user_attribute_values WHERE attribute_id = ${attributeId}
  AND ${userId === undefined ? sql`group_id = ${groupId ?? 0}` : sql`user_id = ${userId}`}`;

export interface GroupValueRow extends SealedValue {
  id: number;
  attribute_id: number;
  group_id: number;
  group_rank: number;
  hidden_at: number | null;
}

/** @param groupId undefined: of all groups. */
export const selectGroupValues = (attributeId: number, groupId?: number): Sql => sql`
  SELECT held.id, held.attribute_id, held.group_id, held.group_rank, held.sealed_value, held.key_id,
    user_attributes.hidden_at
  FROM user_attribute_values AS held JOIN user_attributes ON user_attributes.id = held.attribute_id
  WHERE held.attribute_id = ${attributeId}
    AND ${groupId === undefined ? sql`held.group_id IS NOT NULL` : sql`held.group_id = ${groupId}`}
  ORDER BY held.group_rank, held.id`;

export const selectGroupIds = (ids: readonly number[]): Sql =>
  sql`SELECT id FROM groups WHERE id IN (${idList(ids)})`;

export interface HeldRow extends AttributeRow {
  /** Null, with all that follows, when nobody has a value that reaches the user. */
  sealed_value: Uint8Array | null;
  key_id: string | null;
  user_id: number | null;
  group_id: number | null;
  group_rank: number | null;
  group_name: string | null;
}

/**
 * Attributes with every value that reaches a user, the one that counts first: their own, then those of the
 * groups they are in, directly or through other groups, then the default.
 */
export const selectValuesThatReach = (
  userId: number,
  attributeIds: readonly number[] | undefined,
): Sql => sql`
  WITH RECURSIVE joined (id) AS (
    SELECT id FROM groups WHERE id = 1 -- everybody is in it
    UNION SELECT group_id FROM group_users WHERE user_id = ${userId}
    UNION SELECT parent_id FROM group_groups JOIN joined ON joined.id = group_groups.child_id
  ),
  held AS (
    SELECT 0 AS distance, user_attribute_values.* FROM user_attribute_values WHERE user_id = ${userId}
    UNION ALL
    SELECT 1, user_attribute_values.* FROM user_attribute_values WHERE group_id IN (SELECT id FROM joined)
    UNION ALL
    SELECT 2, user_attribute_values.* FROM user_attribute_values WHERE ${isDefault}
  )
  SELECT ${attributeColumns}, held.sealed_value, held.key_id, held.user_id, held.group_id, held.group_rank,
    groups.name AS group_name
  FROM user_attributes
  LEFT JOIN held ON held.attribute_id = user_attributes.id
  LEFT JOIN groups ON groups.id = held.group_id
  WHERE ${attributeIds ? attributesWithIds(attributeIds) : everyAttribute}
  ORDER BY user_attributes.id, held.distance, held.group_rank, held.id`;
