import { conditionOf, type Filter, matchesText } from '../http/search.ts';
import type { Sql } from '../store/sql.ts';
import { lockoutColumns } from './queries.ts';

/** What lockouts can be searched by. */
const filters: Record<string, Filter> = {
  auth_type: matchesText(lockoutColumns.auth_type),
  full_name: matchesText(lockoutColumns.full_name),
  email: matchesText(lockoutColumns.email),
  remote_id: matchesText(lockoutColumns.remote_id),
};

/** @throws AppError `bad_request` for a value that is too long. */
export const lockoutsMatching = (asked: object): Sql => conditionOf(asked, filters);
