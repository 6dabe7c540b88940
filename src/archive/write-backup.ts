import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readNewest } from '../audit/read-head.ts';
import type { Taken } from '../backups/record-backup.ts';
import { takeStock } from '../backups/take-stock.ts';
import { DATABASE_FILE, type Place } from '../context.ts';
import type { SealedTo } from '../core/age.ts';
import { readInstanceId } from '../keys/key-ring.ts';
import { copyDatabase } from '../store/copy.ts';
import { openSqliteToRead } from '../store/sqlite.ts';
import { copyPostgres } from './copy-postgres.ts';
import type { Manifest } from './manifest.ts';
import { digestOf, writeSealed } from './sealed-file.ts';

export interface Wanted {
  file: string;
  /** Where the copy of the database is meanwhile: in the data folder, and nobody else's. */
  copy: string;
  to: SealedTo;
  /** To go into the backup; null: it does not. */
  masterKey: string | null;
  nowMs: number;
  signal: AbortSignal;
  /** Hears how many bytes of the copy are sealed. */
  tell?: (done: number, of: number) => void;
}

/**
 * Writes a sealed backup of an installation, also beside the servers that run on it. In between there is a copy of the
 * database in the data folder, which is as well kept there as an embedded one itself.
 *
 * @throws StartError when the file is there already or cannot be sealed so; Error when the signal breaks it off.
 */
export async function writeBackup(
  { dataFolder, databaseUrl }: Place,
  { file, copy, to, masterKey, nowMs, signal, tell }: Wanted,
): Promise<Taken & { manifest: Manifest }> {
  await rm(copy, { force: true });
  try {
    if (databaseUrl) await copyPostgres({ dataFolder, databaseUrl }, copy, signal);
    else copyDatabase(join(dataFolder, DATABASE_FILE), copy);
    const manifest = await describe(copy, masterKey, nowMs);
    async function* content() {
      yield Buffer.from(`${JSON.stringify(manifest)}\n`);
      let done = 0;
      for await (const part of createReadStream(copy)) {
        yield part;
        done += part.length;
        tell?.(done, manifest.database.bytes);
      }
    }
    return { ...(await writeSealed(file, to, content(), signal)), takenAtMs: nowMs, manifest };
  } finally {
    await rm(copy, { force: true });
  }
}

async function describe(copy: string, masterKey: string | null, nowMs: number): Promise<Manifest> {
  const database = openSqliteToRead(copy);
  try {
    const head = await readNewest(database);
    return {
      countersign_backup: 1,
      taken_at: new Date(nowMs).toISOString(),
      instance_id: (await readInstanceId(database)) ?? '',
      ...(await takeStock(database)),
      audit_head: head ? { id: head.id, hash: head.hash } : null,
      database: await digestOf(copy),
      master_key: masterKey,
    };
  } finally {
    await database.close();
  }
}
