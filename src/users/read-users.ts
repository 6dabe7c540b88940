import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { type Caller, may } from '../core/caller.ts';
import type { Page } from '../http/paging.ts';
import type { Sql } from '../store/sql.ts';
import { countUsers, everyUser, findUser, listUsers, type UserRow, usersWithIds } from './queries.ts';

/**
 * One user.
 *
 * @throws AppError `not_found` also for one whom the caller may not see.
 */
export async function readUser({ database }: Context, caller: Caller, userId: number): Promise<UserRow> {
  const row = await database.get<UserRow>(findUser(userId));
  if (!row || !(userId === caller.userId || seesOthers(caller))) throw notFound();
  return row;
}

/** A part of all users, or of those with the given ids, and how many there are in all. */
export async function readUsers(
  { database }: Context,
  caller: Caller,
  { ids, order, page }: { ids: number[] | undefined; order: Sql; page: Page },
): Promise<{ rows: UserRow[]; total: number }> {
  const visible = seesOthers(caller) ? ids : (ids ?? [caller.userId]).filter((id) => id === caller.userId);
  const where = visible ? usersWithIds(visible) : everyUser;
  const rows = await database.all<UserRow>(listUsers(where, order, page.limit, page.offset));
  if (page.limit === undefined) return { rows, total: rows.length };
  const count = await database.get<{ total: number }>(countUsers(where));
  return { rows, total: count?.total ?? 0 };
}

const seesOthers = (caller: Caller): boolean => may(caller, 'see_users') || may(caller, 'see_names');
