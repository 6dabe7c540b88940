import { type Permission, parsePermissions } from '../core/permissions.ts';
import type { Reader } from '../store/database.ts';
import { selectPermissions } from './queries.ts';

/** What a user may do through their roles; nothing for a user without one, or who does not exist. */
export async function readPermissions(reader: Reader, userId: number): Promise<ReadonlySet<Permission>> {
  const row = await reader.get<{ permissions: string | null }>(selectPermissions(userId));
  return parsePermissions(row?.permissions ?? '');
}
