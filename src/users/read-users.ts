import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { type Caller, seesOthers } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import type { Database } from '../store/database.ts';
import { type Sql, sql } from '../store/sql.ts';
import {
  countEveryUser,
  countUsers,
  everyUser,
  findBlock,
  findUser,
  listUsers,
  type UserRow,
  usersFromBlock,
  usersWithIds,
} from './queries.ts';

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

/** Every user that the caller may see, by id: neither an offset nor the total costs a walk over the users. */
export function everyUserById(database: Database, caller: Caller, order: Sql) {
  if (!seesOthers(caller)) return usersThat(caller, order);
  return {
    count: countEveryUser(),
    async select({ limit, offset }: Page): Promise<Sql> {
      const found = await database.get<{ block: number; before: number }>(findBlock(offset));
      return found
        ? listUsers(usersFromBlock(found.block), order, { limit, offset: offset - found.before })
        : listUsers(sql`1 = 0`, order, { limit: 0, offset: 0 });
    },
  };
}

/** Users that the caller may see and for whom a condition holds; absent: all of them. */
export function usersThat(caller: Caller, order: Sql, condition?: Sql) {
  const mine = usersWithIds([caller.userId]);
  const visible = seesOthers(caller) ? condition : condition ? sql`${mine} AND ${condition}` : mine;
  return {
    count: visible ? countUsers(visible) : countEveryUser(),
    select: (page: Page): Sql => listUsers(visible ?? everyUser, order, page),
  };
}
