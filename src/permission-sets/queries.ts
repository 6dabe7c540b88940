import type { Page } from '../core/page.ts';
import { list, type Sql, sql } from '../store/sql.ts';

export interface PermissionSetRow {
  id: number;
  name: string;
  permissions: string;
  built_in: number;
}

/** What permission sets can be searched and sorted by. */
export const columns = {
  id: sql`permission_sets.id`,
  name: sql`permission_sets.name_key`,
  built_in: sql`permission_sets.built_in = 1`,
  all_access: sql`permission_sets.permissions = '*'`,
};

export const everyPermissionSet = sql`1 = 1`;

export const listPermissionSets = (where: Sql, order: Sql, { limit, offset }: Page): Sql => sql`
  SELECT id, name, permissions, built_in FROM permission_sets
  WHERE ${where} ORDER BY ${order} LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

export const countPermissionSets = (where: Sql): Sql =>
  sql`SELECT COUNT(*) AS total FROM permission_sets WHERE ${where}`;

export const selectPermissionSet = (id: number): Sql =>
  sql`SELECT id, name, permissions, built_in FROM permission_sets WHERE id = ${id}`;

/** Answers nothing when the name is taken. */
export const insertPermissionSet = (name: string, nameKey: string, permissions: string): Sql => sql`
  INSERT INTO permission_sets (name, name_key, permissions) VALUES (${name}, ${nameKey}, ${permissions})
  ON CONFLICT (name_key) DO NOTHING RETURNING id`;

export const findNamesake = (nameKey: string, exceptId: number): Sql =>
  sql`SELECT 1 FROM permission_sets WHERE name_key = ${nameKey} AND id <> ${exceptId}`;

export interface Writable {
  name?: string;
  name_key?: string;
  permissions?: string;
}

const writable = {
  name: sql`name`,
  name_key: sql`name_key`,
  permissions: sql`permissions`,
} satisfies Record<keyof Writable, Sql>;

/** @param changes At least one. */
export const updatePermissionSet = (id: number, changes: Writable): Sql => {
  const assignments = (Object.entries(changes) as [keyof Writable, string][]).map(
    ([name, value]) => sql`${writable[name]} = ${value}`,
  );
  return sql`UPDATE permission_sets SET ${list(assignments)} WHERE id = ${id}`;
};

export const findRoleWith = (permissionSetId: number): Sql =>
  sql`SELECT name FROM roles WHERE permission_set_id = ${permissionSetId} ORDER BY id LIMIT 1`;

export const deletePermissionSet = (id: number): Sql => sql`DELETE FROM permission_sets WHERE id = ${id}`;
