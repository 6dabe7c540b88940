import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { type GroupRow, groupsWithMember, listGroups, sortColumns } from './queries.ts';

/** The groups that a user is in themselves, All Users not among them. */
export const groupsOfUser = (reader: Reader, caller: Caller, userId: number): Promise<GroupRow[]> =>
  reader.all(
    listGroups(caller.userId, groupsWithMember(userId), sortColumns.name, { limit: 1_000, offset: 0 }),
  );
