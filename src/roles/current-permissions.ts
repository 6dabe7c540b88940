import { type Permission, parsePermissions } from '../core/permissions.ts';
import type { Database } from '../store/database.ts';
import { selectCurrentPermissions } from './queries.ts';

/** How many users' permissions a process remembers. */
const MAX_REMEMBERED = 10_000;

interface Remembered {
  version: number;
  permissions: ReadonlySet<Permission>;
}

const rememberedIn = new WeakMap<Database, Map<number, Remembered>>();

/**
 * What a user may do. Finding the roles of all groups that a user is in takes longer than all else that a
 * request asks of the database, so it is remembered; but who may do what is asked anew for every request:
 * with the token or session, the caller reads the version that every change to roles, sets and groups moves
 * on, and what is remembered counts for that version only.
 *
 * Reads committed rows, never those of an open transaction: one that is undone would leave a version behind
 * that another change reaches again.
 *
 * @param version The `accessVersion` that was just read.
 */
export async function currentPermissions(
  database: Database,
  userId: number,
  version: number,
): Promise<ReadonlySet<Permission>> {
  const remembered = rememberedIn.get(database) ?? new Map<number, Remembered>();
  rememberedIn.set(database, remembered);
  const known = remembered.get(userId);
  if (known?.version === version) return known.permissions;
  // Read with its version, since it may have moved on in between.
  const row = await database.get<{ permissions: string; version: number }>(selectCurrentPermissions(userId));
  const permissions = parsePermissions(row?.permissions ?? '');
  remembered.delete(userId);
  const [oldest] = remembered.size < MAX_REMEMBERED ? [] : remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
  if (row) remembered.set(userId, { version: row.version, permissions });
  return permissions;
}
