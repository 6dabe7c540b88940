import { rmSync } from 'node:fs';
import { type Context, openContext } from '../context.ts';
import { fenceAsRestored, fenceAtNextStart } from '../continuity/fence.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import { writeKeyFile } from '../keys/key-file.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { requireEmpty } from '../to-postgres/fill-database.ts';
import { fillFromFolder } from '../to-postgres/fill-from-folder.ts';
import { hasKey, keyFor, type Manifest } from './manifest.ts';
import { type Proof, unpackBackup } from './read-backup.ts';
import { unpackedIn } from './restore-backup.ts';

interface Wanted {
  config: Context['config'] & { databaseUrl: Secret };
  log: Context['log'];
  signal: AbortSignal;
  /** Of the unpacking. */
  tell?: (done: number, of: number) => void;
}

/**
 * Puts an opened backup, of either kind of database, into an empty PostgreSQL database: all of it or nothing. What was used
 * since it was taken counts no more from the moment that it is there. The master key in it is used where the settings
 * have none, and then put where they look for it.
 *
 * @throws StartError when the database is not empty, the backup is not whole, or no key opens it.
 */
export async function restoreToPostgres(
  content: () => Promise<AsyncIterable<Uint8Array>>,
  { config, log, signal, tell }: Wanted,
): Promise<{ manifest: Manifest; proof: Proof }> {
  const { dataFolder, databaseUrl } = config;
  await requireEmpty({ dataFolder, databaseUrl });
  const unlock = lockDataFolder(dataFolder);
  const folder = unpackedIn(dataFolder);
  try {
    rmSync(folder, { recursive: true, force: true });
    const manifest = await unpackBackup(await content(), folder, signal, tell);
    const own = hasKey(config.masterKey);
    const { master_key } = manifest;
    if (!own && master_key === null) {
      throw new StartError(
        `The master key is not in the backup, and there is no ${config.masterKey.file}: put it there.`,
      );
    }
    const masterKey = own ? config.masterKey : keyFor(manifest, config.masterKey);
    await fence({ ...config, dataFolder: folder, databaseUrl: undefined, masterKey }, log);
    const proof = await fillFromFolder(
      folder,
      { databaseUrl, masterKey },
      {
        signal,
        onProgress: () => undefined,
        beforeEnd() {
          if (!own && master_key !== null) writeKeyFile(config.masterKey.file, master_key);
        },
      },
    );
    return { manifest, proof };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    unlock();
  }
}

/** Before it is moved, so that PostgreSQL never has it without. */
async function fence(config: Context['config'], log: Context['log']): Promise<void> {
  const context = await openContext(config, { log });
  try {
    await fenceAsRestored(context);
    await fenceAtNextStart(context);
  } finally {
    await context.database.close();
  }
}
