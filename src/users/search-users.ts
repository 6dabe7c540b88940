import {
  conditionOf,
  type Filter,
  matchesFlag,
  matchesIds,
  matchesIdsWith,
  matchesText,
  parseIds,
} from '../http/search.ts';
import { list, type Sql, sql } from '../store/sql.ts';
import { usersInGroups } from './queries.ts';

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
  embed_user: matchesFlag(sql`users.id IN (SELECT user_id FROM credentials_embed)`),
};

/**
 * @param largeGroups Whether the groups asked for have so many users that each user is better looked up there.
 * @throws AppError `bad_request` for a value that is too long.
 */
export function usersMatching(asked: object, largeGroups = false): Sql {
  const group_id = matchesIdsWith((ids) => usersInGroups(ids, largeGroups));
  return conditionOf(asked, { ...filters, group_id });
}

/** The groups whose users are asked for. */
export const groupsAsked = ({ group_id }: { group_id?: string }): number[] => parseIds(group_id ?? '');

/** The group whose users are asked for, when nothing else is. */
export function onlyGroupAsked(asked: { group_id?: string }): number | undefined {
  const others = Object.keys(filters).some((name) => (asked as Record<string, unknown>)[name] !== undefined);
  const [id, ...more] = groupsAsked(asked);
  return others || more.length ? undefined : id;
}

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
