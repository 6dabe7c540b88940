import type { Reader } from '../store/database.ts';
import { type BackupRow, selectNewest, selectNewestProved } from './queries.ts';

export type { BackupRow } from './queries.ts';

/** The newest backup, and the newest that is known to be restorable. undefined: there is none. */
export async function lastBackup(
  reader: Reader,
): Promise<{ taken: BackupRow | undefined; proved: BackupRow | undefined }> {
  return {
    taken: await reader.get<BackupRow>(selectNewest()),
    proved: await reader.get<BackupRow>(selectNewestProved()),
  };
}
