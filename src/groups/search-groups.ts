import { conditionOf, type Filter, matchesFlag, matchesIds, matchesText } from '../http/search.ts';
import { type Sql, sql } from '../store/sql.ts';
import { groupsWithIds } from './queries.ts';

const none = sql`1 = 0`;

/** What groups can be searched by. */
const filters: Record<string, Filter> = {
  id: matchesIds(sql`groups.id`),
  name: matchesText(sql`groups.name_key`),
  external_group_id: matchesText(sql`groups.external_group_id`),
  externally_managed: matchesFlag(none),
  externally_orphaned: matchesFlag(none),
  can_add_to_content_metadata: matchesFlag(sql`groups.can_add_to_content_metadata = 1`),
};

/**
 * @param ids Only these; undefined: all.
 * @throws AppError `bad_request` for a value that is too long.
 */
export function groupsMatching(asked: object, ids?: readonly number[]): Sql {
  const matching = conditionOf(asked, filters);
  return ids ? sql`${groupsWithIds(ids)} AND ${matching}` : matching;
}
