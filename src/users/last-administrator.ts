import { parsePermissions } from '../core/permissions.ts';
import { permissionsOf } from '../roles/permissions-of.ts';
import type { Reader } from '../store/database.ts';
import { sql } from '../store/sql.ts';
import { countOtherAdministrators } from './queries.ts';

/** Whether nobody would be left who may do everything, if this user were gone. */
export async function isLastAdministrator(reader: Reader, userId: number): Promise<boolean> {
  const row = await reader.get<{ permissions: string | null }>(
    sql`SELECT (${permissionsOf(sql`${userId}`)}) AS permissions`,
  );
  if (!parsePermissions(row?.permissions ?? '').has('administer')) return false;
  const others = await reader.get<{ total: number }>(countOtherAdministrators(userId));
  return others?.total === 0;
}
