import { AppError, notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import { requirePermissions } from '../roles/require-rank.ts';
import type { Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import {
  countPermissionSets,
  listPermissionSets,
  type PermissionSetRow,
  selectPermissionSet,
} from './queries.ts';

/** @throws AppError `not_found`. */
export async function readPermissionSet(reader: Reader, id: number): Promise<PermissionSetRow> {
  const row = await reader.get<PermissionSetRow>(selectPermissionSet(id));
  if (!row) throw notFound();
  return row;
}

/** Permission sets for which a condition holds, as a list to answer with. */
export const permissionSetsThat = (where: Sql, order: Sql) => ({
  count: countPermissionSets(where),
  select: (page: Page): Sql => listPermissionSets(where, order, page),
});

/**
 * A permission set that this caller is about to change.
 *
 * @throws AppError `not_found`; `not_modifiable` for one that is built in; `forbidden` for one that has what
 * the caller does not have.
 */
export async function readToChange(reader: Reader, caller: Caller, id: number): Promise<PermissionSetRow> {
  const row = await readPermissionSet(reader, id);
  if (row.built_in) {
    throw new AppError(
      'not_modifiable',
      `The permission set '${row.name}' is built in and cannot be changed.`,
    );
  }
  requirePermissions(caller, row.permissions);
  return row;
}
