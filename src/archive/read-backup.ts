import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readNewest } from '../audit/read-head.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { type Stock, takeStock } from '../backups/take-stock.ts';
import { DATABASE_FILE, openDatabaseToRead, openToRead } from '../context.ts';
import { SealBroken } from '../core/sealing.ts';
import { StartError } from '../core/start-error.ts';
import type { KeySource } from '../keys/master-keys.ts';
import { faultIn } from '../store/copy.ts';
import { newestMigration } from '../store/migrate.ts';
import { openNewestSeeds } from '../two-factor/open-newest-seeds.ts';
import { type Manifest, splitManifest } from './manifest.ts';
import { writeNew } from './whole-file.ts';

/** So many seeds are opened to see that the keys fit. */
const SEEDS = 100;

/**
 * Puts the database of an opened backup into a folder, and holds it against what the backup says of it.
 *
 * @param folder Is made.
 * @param tell Hears how many bytes of the database are there.
 * @throws StartError when something does not fit, or it was made by a newer Countersign.
 */
export async function unpackBackup(
  content: AsyncIterable<Uint8Array>,
  folder: string,
  signal: AbortSignal,
  tell?: (done: number, of: number) => void,
): Promise<Manifest> {
  const { manifest, rest } = await splitManifest(content);
  const { database, schema_version } = manifest;
  if (schema_version > newestMigration()) {
    throw new StartError(
      `The backup was made by a newer Countersign (schema ${schema_version}, this one knows ${newestMigration()}): restore it with that one.`,
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, DATABASE_FILE);
  const found = await writeNew(path, rest, signal, (bytes) => tell?.(bytes, database.bytes));
  const same = found.bytes === database.bytes && found.sha256 === database.sha256;
  const fault = same ? faultIn(path) : 'it is not the one that was backed up';
  if (fault !== undefined) throw new StartError(`The database in the backup is damaged: ${fault}.`);
  const reader = await openDatabaseToRead({ dataFolder: folder });
  try {
    requireSame(await takeStock(reader), manifest);
  } finally {
    await reader.close();
  }
  return manifest;
}

function requireSame(found: Stock, { counts }: Manifest): void {
  const differing = Object.entries(found.counts).filter(
    ([name, count]) => (counts as unknown as Record<string, number>)[name] !== count,
  );
  if (differing.length === 0) return;
  throw new StartError(
    `The counts differ from those of the backup: ${differing.map(([name]) => name).join(', ')}.`,
  );
}

/** What was looked at of an unpacked backup, and was right. */
export interface Proof {
  audit_records: number;
  seeds_opened: number;
}

/**
 * Shows that the master key fits an unpacked backup: the audit log is whole, and sealed seeds open.
 *
 * @throws StartError that says what does not fit.
 */
export async function proveBackup(folder: string, manifest: Manifest, source: KeySource): Promise<Proof> {
  const { database, keys, auditKeys } = await openToRead({ dataFolder: folder }, source);
  try {
    const chain = await verifyChain(database, auditKeys);
    if (chain.broken) {
      throw new StartError(`The audit log is broken at record ${chain.broken.id}: ${chain.broken.why}.`);
    }
    if ((await readNewest(database))?.id !== manifest.audit_head?.id) {
      throw new StartError('The audit log does not end where it ended when it was backed up.');
    }
    return { audit_records: chain.records, seeds_opened: await openNewestSeeds(database, keys, SEEDS) };
  } catch (error) {
    if (error instanceof SealBroken) throw new StartError('A sealed seed does not open with the master key.');
    throw error;
  } finally {
    await database.close();
  }
}
