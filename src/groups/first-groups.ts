import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { everyGroup, type GroupRow, listGroups, sortColumns } from './queries.ts';

export type { GroupRow };

/** The first groups by name. */
export const firstGroups = (reader: Reader, caller: Caller, limit: number): Promise<GroupRow[]> =>
  reader.all(listGroups(caller.userId, everyGroup, sortColumns.name, { limit, offset: 0 }));
