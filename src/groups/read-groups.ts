import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import type { Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import { countGroups, findGroup, type GroupRow, groupExists, listGroups } from './queries.ts';

/** @throws AppError `not_found`. */
export async function readGroup(reader: Reader, caller: Caller, groupId: number): Promise<GroupRow> {
  const row = await reader.get<GroupRow>(findGroup(groupId, caller.userId));
  if (!row) throw notFound();
  return row;
}

/** @throws AppError `not_found`. */
export async function requireGroup(reader: Reader, groupId: number): Promise<void> {
  if (!(await reader.get(groupExists(groupId)))) throw notFound();
}

/** The groups for which a condition holds. */
export const groupsThat = (caller: Caller, where: Sql, order: Sql) => ({
  count: countGroups(where),
  select: (page: Page): Sql => listGroups(caller.userId, where, order, page),
});
