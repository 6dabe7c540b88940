import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import type { Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import {
  byRoleId,
  type CountedRoleRow,
  countRoles,
  everyRole,
  listRoles,
  listRolesWithUserCount,
  type RoleRow,
  rolesOfUser,
  rolesWithIds,
  selectRoles,
} from './queries.ts';
import { requirePermissions } from './require-rank.ts';

export type { CountedRoleRow, RoleRow };

/** @throws AppError `not_found`. */
export async function readRole(reader: Reader, roleId: number): Promise<RoleRow> {
  const row = await reader.get<RoleRow>(selectRoles(rolesWithIds([roleId])));
  if (!row) throw notFound();
  return row;
}

/**
 * The same, with how many users have it.
 *
 * @throws AppError `not_found`.
 */
export async function readCountedRole(reader: Reader, roleId: number): Promise<CountedRoleRow> {
  const one = { limit: 1, offset: 0 };
  const row = await reader.get<CountedRoleRow>(listRolesWithUserCount(rolesWithIds([roleId]), byRoleId, one));
  if (!row) throw notFound();
  return row;
}

/** Those of some roles that there are, by id. */
export const readRoles = (reader: Reader, roleIds: readonly number[]): Promise<RoleRow[]> =>
  reader.all<RoleRow>(selectRoles(rolesWithIds(roleIds)));

export const readEveryRole = (reader: Reader): Promise<RoleRow[]> => reader.all(selectRoles(everyRole));

/** The same, with how many users have each. */
export const readEveryCountedRole = (reader: Reader): Promise<CountedRoleRow[]> =>
  reader.all(listRolesWithUserCount(everyRole, byRoleId, { limit: undefined, offset: 0 }));

/** @param directly Whether to leave out what only a group gives. */
export const readRolesOf = (reader: Reader, userId: number, directly: boolean): Promise<RoleRow[]> =>
  reader.all(selectRoles(rolesOfUser(userId, directly)));

/** Roles for which a condition holds, as a list to answer with. */
export const rolesThat = (where: Sql, order: Sql) => ({
  count: countRoles(where),
  select: (page: Page): Sql => listRoles(where, order, page),
});

/** The same, with how many users have each. */
export const countedRolesThat = (where: Sql, order: Sql) => ({
  count: countRoles(where),
  select: (page: Page): Sql => listRolesWithUserCount(where, order, page),
});

/**
 * A role that this caller is about to change, or to give or take as a whole.
 *
 * @throws AppError `not_found`; `not_modifiable` for one that is built in; `forbidden` for one that allows
 * what the caller may not do.
 */
export async function readToChange(reader: Reader, caller: Caller, roleId: number): Promise<RoleRow> {
  const role = await readRole(reader, roleId);
  if (role.built_in) {
    throw new AppError('not_modifiable', `The role '${role.name}' is built in and cannot be changed.`);
  }
  requirePermissions(caller, role.permissions);
  return role;
}
