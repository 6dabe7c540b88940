import { readPermissions } from '../roles/read-permissions.ts';
import type { Reader } from '../store/database.ts';
import { countOtherAdministrators } from './queries.ts';

/** Whether nobody would be left who may do everything, if this user were gone. */
export async function isLastAdministrator(reader: Reader, userId: number): Promise<boolean> {
  if (!(await readPermissions(reader, userId)).has('administer')) return false;
  const others = await reader.get<{ total: number }>(countOtherAdministrators(userId));
  return others?.total === 0;
}
