import { type Caller, seesOthers } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import { isAllUsers } from '../groups/all-users.ts';
import type { Database, Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import { type PersonNamed, personNamed } from './person-named.ts';
import { countMembers, listMembers, listUsers, sortColumns, type UserRow, usersInGroups } from './queries.ts';
import { everyUserById, usersThat } from './read-users.ts';

/** From so many users on, looking up each user in a group is quicker than reading the group first. */
const LARGE = 100_000;

export async function areLarge(reader: Reader, groupIds: readonly number[]): Promise<boolean> {
  if (groupIds.length === 0) return false;
  const row = await reader.get<{ total: number }>(countMembers(groupIds));
  return row !== undefined && row.total >= LARGE;
}

/**
 * The users of a group whom the caller may see.
 *
 * @param byId Whether that is the order; then neither an offset nor the total costs a walk over the users.
 */
export async function membersOf(
  database: Database,
  caller: Caller,
  groupId: number,
  { order, byId }: { order: Sql; byId: boolean },
) {
  if (isAllUsers(groupId)) return byId ? everyUserById(database, caller, order) : usersThat(caller, order);
  const condition = usersInGroups([groupId], await areLarge(database, [groupId]));
  if (!seesOthers(caller)) return usersThat(caller, order, condition);
  return {
    count: countMembers([groupId]),
    select: ({ limit, offset }: Page): Sql =>
      byId && limit !== undefined
        ? listMembers(groupId, { limit, offset })
        : listUsers(condition, order, { limit, offset }),
  };
}

/** A part of the users of a group, by id. */
export async function readMembers(
  database: Database,
  caller: Caller,
  groupId: number,
  page: Page,
): Promise<PersonNamed[]> {
  const { select } = await membersOf(database, caller, groupId, { order: sortColumns.id, byId: true });
  return (await database.all<UserRow>(await select(page))).map(personNamed);
}
