import {
  conditionOf,
  type Filter,
  matchesFlag,
  matchesIds,
  matchesIdsWith,
  matchesText,
} from '../http/search.ts';
import { list, type Sql, sql } from '../store/sql.ts';

const nobody = sql`1 = 0`;
const names = {
  first_name: matchesText(sql`users.first_name_key`, sql`users.first_name_key = ''`),
  last_name: matchesText(sql`users.last_name_key`, sql`users.last_name_key = ''`),
  email: matchesText(sql`users.email_key`),
};

/** What users can be searched by. */
const filters: Record<string, Filter> = {
  id: matchesIds(sql`users.id`),
  ...names,
  is_disabled: matchesFlag(sql`users.disabled_at IS NOT NULL`),
  verified_looker_employee: matchesFlag(nobody),
  group_id: matchesIdsWith(inGroup),
};

/** Members of a group itself. Everybody is in group 1. */
function inGroup(ids: Sql): Sql {
  return sql`1 IN (${ids}) OR users.id IN (SELECT user_id FROM group_users WHERE group_id IN (${ids}))`;
}

/** @throws AppError `bad_request` for a value that is too long. */
export const usersMatching = (asked: object): Sql => conditionOf(asked, filters);

/**
 * Whose first name, last name or e-mail address matches a pattern, and for whom the other filters hold. Each
 * of the three is looked up in its own index.
 */
export function usersNamedLike(pattern: string, asked: object): Sql {
  const named = Object.entries(names).map(
    ([name, filter]) =>
      sql`SELECT users.id FROM users WHERE ${conditionOf({ [name]: pattern }, { [name]: filter })}`,
  );
  return sql`users.id IN (${list(named, sql` UNION `)}) AND ${usersMatching(asked)}`;
}
