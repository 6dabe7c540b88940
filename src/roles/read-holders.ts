import type { Caller } from '../core/caller.ts';
import type { Page } from '../core/page.ts';
import type { Database } from '../store/database.ts';
import { type PersonNamed, personNamed } from '../users/person-named.ts';
import { everyUserById, usersThat } from '../users/read-users.ts';
import { byUserId, type CountedRoleRow, hasRole } from './queries.ts';

/**
 * A part of the people who have a role, themselves or through a group, by id. Of a role that everybody has they
 * are found without looking at who has it.
 */
export async function readHolders(
  database: Database,
  caller: Caller,
  role: CountedRoleRow,
  page: Page,
): Promise<PersonNamed[]> {
  const everybody = everyUserById(database, caller, byUserId);
  const known = await database.get<{ total: number | null }>(everybody.count);
  const { select } =
    role.user_count === known?.total ? everybody : usersThat(caller, byUserId, hasRole(role.id, false));
  return (await database.all<Parameters<typeof personNamed>[0]>(await select(page))).map(personNamed);
}
