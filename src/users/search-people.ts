import { canonical } from '../core/canonical.ts';
import { tryParseId } from '../http/id.ts';
import { list, type Sql, sql } from '../store/sql.ts';
import { everyUser, type PersonState, usersInGroups, usersWhoseState } from './queries.ts';

/** So many of each kind of match are looked at: whoever finds more types on. */
export const FOUND = 1_000;

export const MAX_SEARCH_LENGTH = 255;

export interface PeopleSearch {
  /** The beginning of a first name, a last name or an e-mail address, of first and last name together, or an id. */
  typed: string;
  state: PersonState | undefined;
  groupId: number | undefined;
}

/**
 * People as somebody looks for them. Each column is looked up in its own index, and no more is read of any than is
 * wanted: one letter typed among a million costs as little as ten.
 *
 * @returns undefined when everybody is asked for.
 */
export function peopleMatching({ typed, state, groupId }: PeopleSearch): Sql | undefined {
  const others: Sql[] = [];
  if (state) others.push(usersWhoseState[state]);
  if (groupId !== undefined) others.push(usersInGroups([groupId], true));
  const also = others.length ? list(others, sql` AND `) : everyUser;
  const text = canonical(typed.slice(0, MAX_SEARCH_LENGTH)).trim();
  if (text === '') return others.length ? also : undefined;

  const first = sql`users.first_name_key`;
  const last = sql`users.last_name_key`;
  const ways = [begins(first, text), begins(last, text), begins(sql`users.email_key`, text)];
  const [name = '', ...rest] = text.split(/\s+/);
  if (rest.length) ways.push(sql`${first} = ${name} AND ${begins(last, rest.join(' '))}`);
  const id = tryParseId(text);
  if (id !== undefined) ways.push(sql`users.id = ${id}`);
  const found = ways.map(
    (way) =>
      sql`SELECT id FROM (SELECT users.id FROM users WHERE ${way} AND ${also} LIMIT ${FOUND}) AS found`,
  );
  return sql`users.id IN (${list(found, sql` UNION `)})`;
}

/** A range, which is what an index can serve. */
const begins = (key: Sql, text: string): Sql => sql`${key} >= ${text} AND ${key} < ${`${text}\u{10ffff}`}`;
