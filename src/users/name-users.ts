import type { Reader } from '../store/database.ts';
import { listUsers, sortColumns, type UserRow, usersWithIds } from './queries.ts';

/** An engine takes some ten thousand values in a statement. */
const IDS_PER_QUERY = 1_024;

/**
 * What to call users: first and last name, or the e-mail address of somebody without either.
 *
 * @returns By id. Who is not there, or has none of these, is not in it.
 */
export async function nameUsers(reader: Reader, ids: Iterable<number>): Promise<Map<number, string>> {
  const wanted = [...new Set(ids)];
  const names = new Map<number, string>();
  for (let at = 0; at < wanted.length; at += IDS_PER_QUERY) {
    const some = usersWithIds(wanted.slice(at, at + IDS_PER_QUERY));
    const all = { limit: undefined, offset: 0 };
    for (const user of await reader.all<UserRow>(listUsers(some, sortColumns.id, all))) {
      const name = nameOf(user);
      if (name) names.set(user.id, name);
    }
  }
  return names;
}

/** First and last name, or the e-mail address of somebody without either; empty without any of these. */
export function nameOf(user: Pick<UserRow, 'first_name' | 'last_name' | 'email'>): string {
  const name = [user.first_name, user.last_name].filter((part) => part !== '').join(' ');
  return name || (user.email ?? '');
}
