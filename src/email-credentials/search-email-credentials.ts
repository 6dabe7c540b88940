import { conditionOf, type Filter, matchesIds, matchesOneOf, matchesText } from '../http/search.ts';
import { type Sql, sql } from '../store/sql.ts';

/** What e-mail credentials can be searched by. Their id is that of their user. */
const filters: Record<string, Filter> = {
  id: matchesIds(sql`credential.user_id`),
  email: matchesText(sql`credential.email_key`),
  emails: matchesOneOf(sql`credential.email_key`),
};

/** @throws AppError `bad_request` for a value that is too long. */
export const credentialsMatching = (asked: object): Sql => conditionOf(asked, filters);
