import type { Caller } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import type { Database } from '../store/database.ts';
import { type PersonNamed, personNamed } from '../users/person-named.ts';
import { usersThat } from '../users/read-users.ts';
import { byUserId, hasRole } from './queries.ts';

/** A part of the people who have a role, themselves or through a group, by id. */
export async function readHolders(
  database: Database,
  caller: Caller,
  roleId: number,
  page: Page,
): Promise<PersonNamed[]> {
  const { select } = usersThat(caller, byUserId, hasRole(roleId, false));
  return (await database.all<Parameters<typeof personNamed>[0]>(select(page))).map(personNamed);
}
