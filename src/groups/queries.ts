import { canonical } from '../core/canonical.ts';
import type { Page } from '../core/page.ts';
import { EVERYBODY_GROUP_ID } from '../roles/permissions-of.ts';
import { idList, list, type Sql, sql } from '../store/sql.ts';

export interface GroupRow {
  id: number;
  name: string;
  external_group_id: string | null;
  can_add_to_content_metadata: number;
  user_count: number;
  contains_current_user: number;
}

const isAllUsers = sql`groups.id = ${EVERYBODY_GROUP_ID}`;
const userCount = sql`
  CASE WHEN ${isAllUsers} THEN (SELECT COALESCE(SUM(users), 0) FROM user_counts) ELSE groups.user_count END`;

export const sortColumns = {
  id: sql`groups.id`,
  name: sql`groups.name_key`,
  external_group_id: sql`groups.external_group_id`,
  can_add_to_content_metadata: sql`groups.can_add_to_content_metadata`,
  user_count: userCount,
};

const selectGroups = (callerId: number): Sql => sql`
  SELECT groups.id, groups.name, groups.external_group_id, groups.can_add_to_content_metadata,
    ${userCount} AS user_count,
    CASE WHEN ${isAllUsers} OR EXISTS (
      SELECT 1 FROM group_users WHERE group_id = groups.id AND user_id = ${callerId}
    ) THEN 1 ELSE 0 END AS contains_current_user
  FROM groups`;

export const findGroup = (id: number, callerId: number): Sql =>
  sql`${selectGroups(callerId)} WHERE groups.id = ${id}`;

export const listGroups = (callerId: number, where: Sql, order: Sql, { limit, offset }: Page): Sql => sql`
  ${selectGroups(callerId)} WHERE ${where} ORDER BY ${order}
  LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

export const countGroups = (where: Sql): Sql => sql`SELECT COUNT(*) AS total FROM groups WHERE ${where}`;

export const everyGroup = sql`1 = 1`;
/** Whose name begins with a text: a range, which is what the index can serve. */
export function groupsBeginning(typed: string): Sql {
  const text = canonical(typed);
  return text === ''
    ? everyGroup
    : sql`groups.name_key >= ${text} AND groups.name_key < ${`${text}\u{10ffff}`}`;
}
export const groupsWithIds = (ids: readonly number[]): Sql =>
  ids.length ? sql`groups.id IN (${idList(ids)})` : sql`1 = 0`;
export const groupsIn = (parentId: number): Sql =>
  sql`groups.id IN (SELECT child_id FROM group_groups WHERE parent_id = ${parentId})`;
export const groupsWithMember = (userId: number): Sql =>
  sql`groups.id IN (SELECT group_id FROM group_users WHERE user_id = ${userId})`;
export const groupsWithRole = (roleId: number): Sql =>
  sql`groups.id IN (SELECT group_id FROM group_roles WHERE role_id = ${roleId})`;

export const groupExists = (id: number): Sql => sql`SELECT 1 FROM groups WHERE id = ${id}`;

/** No row for a name that is taken. */
export const insertGroup = (name: string, nameKey: string, nowMs: number): Sql => sql`
  INSERT INTO groups (name, name_key, created_at) VALUES (${name}, ${nameKey}, ${nowMs})
  ON CONFLICT (name_key) DO NOTHING RETURNING id`;

export const findGroupNamed = (nameKey: string): Sql =>
  sql`SELECT id FROM groups WHERE name_key = ${nameKey}`;

export const findNamesake = (nameKey: string, id: number): Sql =>
  sql`SELECT 1 FROM groups WHERE name_key = ${nameKey} AND id <> ${id}`;

export interface Writable {
  name?: string;
  name_key?: string;
  can_add_to_content_metadata?: number;
}

const writable = {
  name: sql`name`,
  name_key: sql`name_key`,
  can_add_to_content_metadata: sql`can_add_to_content_metadata`,
} satisfies Record<keyof Writable, Sql>;

/** @param changes At least one. */
export const updateGroup = (id: number, changes: Writable): Sql => {
  const assignments = (Object.entries(changes) as [keyof Writable, string | number][]).map(
    ([name, value]) => sql`${writable[name]} = ${value}`,
  );
  return sql`UPDATE groups SET ${list(assignments)} WHERE id = ${id}`;
};

export const deleteGroup = (id: number): Sql => sql`DELETE FROM groups WHERE id = ${id}`;

export const insertMember = (groupId: number, userId: number): Sql => sql`
  INSERT INTO group_users (group_id, user_id) VALUES (${groupId}, ${userId})
  ON CONFLICT (group_id, user_id) DO NOTHING`;
export const deleteMember = (groupId: number, userId: number): Sql =>
  sql`DELETE FROM group_users WHERE group_id = ${groupId} AND user_id = ${userId}`;

export const insertChild = (parentId: number, childId: number): Sql => sql`
  INSERT INTO group_groups (parent_id, child_id) VALUES (${parentId}, ${childId})
  ON CONFLICT (parent_id, child_id) DO NOTHING`;
export const deleteChild = (parentId: number, childId: number): Sql =>
  sql`DELETE FROM group_groups WHERE parent_id = ${parentId} AND child_id = ${childId}`;

export const findMember = (groupId: number, userId: number): Sql =>
  sql`SELECT 1 FROM group_users WHERE group_id = ${groupId} AND user_id = ${userId}`;

export const groupIdsWithRole = (roleId: number): Sql =>
  sql`SELECT group_id FROM group_roles WHERE role_id = ${roleId} ORDER BY group_id`;
export const takeRoleFromGroups = (roleId: number): Sql =>
  sql`DELETE FROM group_roles WHERE role_id = ${roleId}`;
export const giveRoleToGroups = (roleId: number, groupIds: readonly number[]): Sql => sql`
  INSERT INTO group_roles (group_id, role_id)
  SELECT groups.id, ${roleId} FROM groups WHERE ${groupsWithIds(groupIds)}`;

export const parentsOf = (groupIds: readonly number[]): Sql => sql`
  SELECT child_id AS group_id, parent_id FROM group_groups WHERE child_id IN (${idList(groupIds)})
  ORDER BY parent_id`;
export const roleIdsOf = (groupIds: readonly number[]): Sql => sql`
  SELECT group_id, role_id FROM group_roles WHERE group_id IN (${idList(groupIds)}) ORDER BY role_id`;

/** Subquery: a group and every group it is in, at whatever distance. */
export const groupsAround = (groupId: Sql): Sql => sql`
  WITH RECURSIVE around (id) AS (
    SELECT first.id FROM groups AS first WHERE first.id = ${groupId}
    UNION
    SELECT group_groups.parent_id FROM around JOIN group_groups ON group_groups.child_id = around.id
  ) SELECT id FROM around`;

/** The roles that a group, or a group that it is in, gives. */
export const roleIdsThrough = (groupId: number): Sql => sql`
  SELECT DISTINCT role_id FROM group_roles WHERE group_id IN (${groupsAround(sql`${groupId}`)}) ORDER BY role_id`;

/** A row if the second group is the first, or is in it at whatever distance. */
export const findAround = (outerId: number, innerId: number): Sql =>
  sql`SELECT 1 FROM groups WHERE id = ${outerId} AND id IN (${groupsAround(sql`${innerId}`)})`;

/** Subquery: what whoever is in a group may do because of that, in the stored form; NULL for nothing. */
const permissionsThrough = (groupId: Sql): Sql => sql`
  SELECT string_agg(permissions, ' ' ORDER BY id) FROM permission_sets WHERE id IN (
    SELECT roles.permission_set_id FROM group_roles JOIN roles ON roles.id = group_roles.role_id
    WHERE group_roles.group_id IN (${groupsAround(groupId)}))`;

export const permissionsThroughGroups = (groupIds: readonly number[]): Sql => sql`
  SELECT groups.id, (${permissionsThrough(sql`groups.id`)}) AS permissions
  FROM groups WHERE groups.id IN (${idList(groupIds)})`;
