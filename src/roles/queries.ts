import { idList, type Sql, sql } from '../store/sql.ts';
import { holdersOf, permissionsOf } from './permissions-of.ts';

export interface RoleRow {
  id: number;
  name: string;
  permission_set_id: number;
  permission_set_name: string;
  permissions: string;
  built_in: number;
}

const selectRoles = sql`
  SELECT roles.id, roles.name, roles.permission_set_id, roles.built_in,
    permission_sets.name AS permission_set_name, permission_sets.permissions
  FROM roles JOIN permission_sets ON permission_sets.id = roles.permission_set_id`;

export const selectAllRoles = (): Sql => sql`${selectRoles} ORDER BY roles.id`;

export const selectRolesOf = (userId: number): Sql => sql`
  ${selectRoles} JOIN user_roles ON user_roles.role_id = roles.id
  WHERE user_roles.user_id = ${userId} ORDER BY roles.id`;

export const selectRolesWithIds = (ids: readonly number[]): Sql =>
  sql`${selectRoles} WHERE roles.id IN (${idList(ids)}) ORDER BY roles.id`;

export const clearRolesOf = (userId: number): Sql => sql`DELETE FROM user_roles WHERE user_id = ${userId}`;

export const giveRole = (userId: number, roleId: number): Sql =>
  sql`INSERT INTO user_roles (user_id, role_id) VALUES (${userId}, ${roleId})`;

export const selectPermissions = (userId: number): Sql =>
  sql`SELECT (${permissionsOf(sql`${userId}`)}) AS permissions`;

const rolesWithEverything = sql`
  SELECT roles.id FROM roles JOIN permission_sets ON permission_sets.id = roles.permission_set_id
  WHERE permission_sets.permissions = '*'`;

/** A row if somebody enabled may do everything. */
export const findAdministrator = (): Sql => sql`
  SELECT 1 FROM (${holdersOf(rolesWithEverything)}) AS holders JOIN users ON users.id = holders.user_id
  WHERE users.disabled_at IS NULL LIMIT 1`;
