import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { type RoleRow, selectRolesWithIds } from './queries.ts';

/** @throws AppError `not_found`. */
export async function readRole(reader: Reader, roleId: number): Promise<RoleRow> {
  const [role] = await readRoles(reader, [roleId]);
  if (!role) throw notFound();
  return role;
}

/** Those of some roles that there are, by id. */
export async function readRoles(reader: Reader, roleIds: readonly number[]): Promise<RoleRow[]> {
  return roleIds.length ? reader.all<RoleRow>(selectRolesWithIds(roleIds)) : [];
}
