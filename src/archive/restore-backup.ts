import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { writeKeyFile } from '../keys/key-file.ts';
import type { KeySource } from '../keys/master-keys.ts';
import { highWaterFile } from '../setup/high-water.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { syncFolder } from '../store/sync-folder.ts';
import { hasKey, keyFor, type Manifest } from './manifest.ts';
import { type Proof, proveBackup, unpackBackup } from './read-backup.ts';

interface Restored {
  manifest: Manifest;
  /** undefined: there was no master key to check with. */
  proof: Proof | undefined;
  /** Why not. */
  unproved: string | undefined;
}

/**
 * Puts an opened backup into a data folder. Its database appears there last, once all else is right. No sign of life is
 * beside it, so that the next start takes it for an older state: see continuity/fence.ts.
 *
 * @throws StartError when the folder has an installation, or the backup is not whole.
 */
export async function restoreBackup(
  content: AsyncIterable<Uint8Array>,
  {
    dataFolder,
    masterKey,
    signal,
    tell,
  }: {
    dataFolder: string;
    masterKey: KeySource;
    signal: AbortSignal;
    tell?: (done: number, of: number) => void;
  },
): Promise<Restored> {
  requireNone(dataFolder);
  const unlock = lockDataFolder(dataFolder);
  const unpacked = unpackedIn(dataFolder);
  try {
    const database = join(dataFolder, DATABASE_FILE);
    // Another may have been quicker.
    requireNone(dataFolder);
    rmSync(unpacked, { recursive: true, force: true });
    const manifest = await unpackBackup(content, unpacked, signal, tell);
    const keyFile = join(dataFolder, 'countersign.keys');
    const { master_key } = manifest;
    if (master_key !== null && existsSync(keyFile)) {
      throw new StartError(`${keyFile} is there, and the backup has a master key too: move the file away.`);
    }
    const checked = await prove(unpacked, manifest, keyFor(manifest, masterKey));
    signal.throwIfAborted();
    if (master_key !== null) writeKeyFile(keyFile, master_key);
    renameSync(join(unpacked, DATABASE_FILE), database);
    syncFolder(dataFolder);
    return { manifest, ...checked };
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
    unlock();
  }
}

/** Where a backup is unpacked that is to stay. */
export const unpackedIn = (dataFolder: string): string => join(dataFolder, 'restoring');

function requireNone(dataFolder: string): void {
  const database = join(dataFolder, DATABASE_FILE);
  if (![database, `${database}-wal`, highWaterFile(dataFolder)].some((path) => existsSync(path))) return;
  throw new StartError(
    `There is an installation in ${dataFolder}: set COUNTERSIGN_DATA to a folder without one, or move it away.`,
  );
}

/** A backup without its key can be restored before the key is there; one with a key that does not fit cannot. */
async function prove(
  folder: string,
  manifest: Manifest,
  source: KeySource,
): Promise<Omit<Restored, 'manifest'>> {
  if (!hasKey(source)) return { proof: undefined, unproved: `there is no ${source.file}.` };
  return { proof: await proveBackup(folder, manifest, source), unproved: undefined };
}
