import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../store/database.ts';
import { type KeptBackup, selectKept, setDeleted } from './queries.ts';

export type { Kept, KeptBackup } from './queries.ts';

/**
 * The backups that the server itself put in a place and has not deleted, the newest first.
 *
 * @param place A folder, or `s3://bucket/prefix`.
 */
export const keptIn = (reader: Reader, place: string): Promise<KeptBackup[]> =>
  reader.all<KeptBackup>(selectKept(place));

/** Remembers that the server deleted the file of a backup. */
export async function recordDeletion(
  { database, clock }: Context,
  { id, sha256 }: KeptBackup,
): Promise<void> {
  const nowMs = clock();
  await database.transaction(async (tx) => {
    await tx.run(setDeleted(id, nowMs));
    await recordEvent(tx, nowMs, { action: 'delete_backup', actor: null, detail: sha256 });
  });
}
