import type { Page } from '../core/page.ts';
import { idList, list, type Sql, sql } from '../store/sql.ts';
import { accessVersion, countHolders, holdersOf, permissionsOf, rolesOf } from './permissions-of.ts';

export interface RoleRow {
  id: number;
  name: string;
  built_in: number;
  permission_set_id: number;
  permission_set_name: string;
  permission_set_built_in: number;
  permissions: string;
  model_set_id: number;
  model_set_name: string;
  model_set_built_in: number;
  models: string;
}

const BUILT_IN_MODEL_SET_ID = 1;

const roleColumns = sql`roles.id, roles.name, roles.built_in, roles.permission_set_id,
  permission_sets.name AS permission_set_name, permission_sets.built_in AS permission_set_built_in,
  permission_sets.permissions, model_sets.id AS model_set_id, model_sets.name AS model_set_name,
  model_sets.built_in AS model_set_built_in, model_sets.models`;
const fromRoles = sql`FROM roles
  JOIN permission_sets ON permission_sets.id = roles.permission_set_id
  JOIN model_sets ON model_sets.id = COALESCE(roles.model_set_id, ${BUILT_IN_MODEL_SET_ID})`;

/** What roles can be searched and sorted by. */
export const columns = {
  id: sql`roles.id`,
  name: sql`roles.name_key`,
  built_in: sql`roles.built_in = 1`,
};

export const everyRole = sql`1 = 1`;
export const rolesWithIds = (ids: readonly number[]): Sql =>
  ids.length ? sql`roles.id IN (${idList(ids)})` : sql`1 = 0`;

/** Roles that a user has; `directly`: apart from those that a group gives. */
export const rolesOfUser = (userId: number, directly: boolean): Sql =>
  directly
    ? sql`roles.id IN (SELECT role_id FROM user_roles WHERE user_id = ${userId})`
    : sql`roles.id IN (SELECT role_id FROM (${rolesOf(sql`${userId}`)}) AS given)`;

const part = ({ limit, offset }: Page): Sql =>
  sql`LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

export const listRoles = (where: Sql, order: Sql, page: Page): Sql =>
  sql`SELECT ${roleColumns} ${fromRoles} WHERE ${where} ORDER BY ${order} ${part(page)}`;

export interface CountedRoleRow extends RoleRow {
  user_count: number;
}

export const listRolesWithUserCount = (where: Sql, order: Sql, page: Page): Sql => sql`
  SELECT ${roleColumns}, (${countHolders(sql`roles.id`)}) AS user_count
  ${fromRoles} WHERE ${where} ORDER BY ${order} ${part(page)}`;

export const countRoles = (where: Sql): Sql => sql`SELECT COUNT(*) AS total FROM roles WHERE ${where}`;

export const selectRoles = (where: Sql): Sql =>
  sql`SELECT ${roleColumns} ${fromRoles} WHERE ${where} ORDER BY roles.id`;

export const selectPermissionSet = (id: number): Sql =>
  sql`SELECT permissions FROM permission_sets WHERE id = ${id}`;

export const modelSetExists = (id: number): Sql => sql`SELECT 1 FROM model_sets WHERE id = ${id}`;

/** Answers nothing when the name is taken. */
export const insertRole = (role: {
  name: string;
  nameKey: string;
  permissionSetId: number;
  /** null: the built-in one. */
  modelSetId: number | null;
}): Sql => sql`
  INSERT INTO roles (name, name_key, permission_set_id, model_set_id)
  VALUES (${role.name}, ${role.nameKey}, ${role.permissionSetId}, ${role.modelSetId})
  ON CONFLICT (name_key) DO NOTHING RETURNING id`;

export const findNamesake = (nameKey: string, exceptId: number): Sql =>
  sql`SELECT 1 FROM roles WHERE name_key = ${nameKey} AND id <> ${exceptId}`;

export interface Writable {
  name?: string;
  name_key?: string;
  permission_set_id?: number;
  model_set_id?: number | null;
}

const writable = {
  name: sql`name`,
  name_key: sql`name_key`,
  permission_set_id: sql`permission_set_id`,
  model_set_id: sql`model_set_id`,
} satisfies Record<keyof Writable, Sql>;

/** @param changes At least one. */
export const updateRole = (id: number, changes: Writable): Sql => {
  const assignments = (Object.entries(changes) as [keyof Writable, string | number | null][]).map(
    ([name, value]) => sql`${writable[name]} = ${value}`,
  );
  return sql`UPDATE roles SET ${list(assignments)} WHERE id = ${id}`;
};

export const deleteRole = (id: number): Sql => sql`DELETE FROM roles WHERE id = ${id}`;

export const clearRolesOf = (userId: number): Sql => sql`DELETE FROM user_roles WHERE user_id = ${userId}`;

export const giveRole = (userId: number, roleId: number): Sql =>
  sql`INSERT INTO user_roles (user_id, role_id) VALUES (${userId}, ${roleId})`;

export const takeRole = (userId: number, roleId: number): Sql =>
  sql`DELETE FROM user_roles WHERE user_id = ${userId} AND role_id = ${roleId}`;

/** Users who were given a role themselves, by id, those after some id. */
export const selectDirectHolders = (roleId: number, afterUserId: number, limit: number): Sql => sql`
  SELECT user_id FROM user_roles WHERE role_id = ${roleId} AND user_id > ${afterUserId}
  ORDER BY user_id LIMIT ${limit}`;

/** Condition on users: they have a role; `directly`: apart from groups that give it. */
export const hasRole = (roleId: number, directly: boolean): Sql =>
  directly
    ? sql`users.id IN (SELECT user_id FROM user_roles WHERE role_id = ${roleId})`
    : sql`users.id IN (${holdersOf(sql`${roleId}`)})`;

/** The first of some users who has one of some roles. Neither list is empty. */
export const findHolder = (userIds: readonly number[], roleIds: readonly number[]): Sql => sql`
  SELECT user_id FROM (${rolesOf(idList(userIds))}) AS given
  WHERE role_id IN (${idList(roleIds)}) ORDER BY user_id LIMIT 1`;

export const selectUserIds = (ids: readonly number[]): Sql =>
  sql`SELECT id FROM users WHERE id IN (${idList(ids)})`;

export const selectPermissions = (userId: number): Sql =>
  sql`SELECT (${permissionsOf(sql`${userId}`)}) AS permissions`;

/** A user without a role has the role User. */
export const selectCurrentPermissions = (userId: number): Sql => sql`
  SELECT (${accessVersion}) AS version,
    COALESCE(
      (${permissionsOf(sql`${userId}`)}),
      (SELECT permissions FROM permission_sets WHERE name_key = 'user')
    ) AS permissions`;

const rolesWithEverything = sql`
  SELECT roles.id FROM roles JOIN permission_sets ON permission_sets.id = roles.permission_set_id
  WHERE permission_sets.permissions = '*'`;

/** A row if somebody enabled may do everything. */
export const findAdministrator = (): Sql => sql`
  SELECT 1 FROM users WHERE disabled_at IS NULL AND id IN (${holdersOf(rolesWithEverything)}) LIMIT 1`;

export const byRoleId = sql`roles.id`;
export const byUserId = sql`users.id`;
