import { conditionOf, matchesFlag, matchesIds, matchesText } from '../http/search.ts';
import type { Sql } from '../store/sql.ts';
import { columns } from './queries.ts';

/** What permission sets can be searched by. */
const filters = {
  id: matchesIds(columns.id),
  name: matchesText(columns.name),
  all_access: matchesFlag(columns.all_access),
  built_in: matchesFlag(columns.built_in),
};

/** @throws AppError `bad_request` for a value that is too long. */
export const permissionSetsMatching = (asked: object): Sql => conditionOf(asked, filters);
