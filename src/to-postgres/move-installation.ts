import { cannotOpen } from '../context.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import type { KeySource } from '../keys/master-keys.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { type EmbeddedTables, openEmbeddedTables } from '../store/embedded-tables.ts';
import type { Inventory } from '../store/inventory.ts';
import type { Target } from '../store/postgres-target.ts';
import type { TableDigest } from '../store/tables.ts';
import { counter, fillAndCheck, openToFill, prove, readBack, total, type Watched } from './fill-database.ts';
import { findEmbedded, forgetLife, setAside } from './set-aside.ts';
import { takeInventory } from './take-inventory.ts';

export interface Moved {
  /** false: it had been before. */
  moved: boolean;
  tables: Record<string, TableDigest>;
  rows: number;
  audit_records: number;
  seeds_opened: number;
  /** Where the embedded database is now. */
  set_aside: string;
}

interface Places {
  dataFolder: string;
  databaseUrl: Secret;
  masterKey: KeySource;
}

/**
 * Copies an embedded installation into an empty PostgreSQL database, checks every row of it there, and sets the
 * embedded database aside, so that no server starts on it by mistake. It is all done, or nothing is. It can be done again.
 *
 * @throws StartError that says what is in the way, and whether anything was done.
 */
export async function moveInstallation(places: Places, watched: Watched): Promise<Moved> {
  const { dataFolder } = places;
  findEmbedded(dataFolder);
  const unlock = lockDataFolder(dataFolder);
  try {
    const path = findEmbedded(dataFolder);
    const source = await openEmbeddedTables(path).catch((error: Error) => {
      throw cannotOpen({ dataFolder }, error);
    });
    try {
      const inventory = await takeInventory(source, counter('read', undefined, watched));
      if (source.instanceId === undefined) throw new StartError(`No server ever ran on ${dataFolder}.`);
      const target = await openToFill(places, source.instanceId);
      try {
        const moved = !target.isFilled;
        if (moved) await fillAndCheck(source, inventory, target, watched);
        else await requireSame(source, inventory, target, watched);
        const proof = await prove(target, places.masterKey);
        watched.signal.throwIfAborted();
        source.close();
        const set_aside = await commit(target, dataFolder, path);
        return { moved, tables: Object.fromEntries(inventory), rows: total(inventory), ...proof, set_aside };
      } finally {
        await target.close();
      }
    } finally {
      source.close();
    }
  } finally {
    unlock();
  }
}

/** @throws StartError when this installation, which is there already, went on there, or something differs. */
async function requireSame(
  source: EmbeddedTables,
  inventory: Inventory,
  target: Target,
  watched: Watched,
): Promise<void> {
  const tables = await readBack(source, inventory, target, watched);
  if (tables.length === 0) return;
  const where = `in ${tables.join(', ')}`;
  throw new StartError(
    tables.includes('instance')
      ? `This installation is in that database already, and a server has run on it since (it differs ${where}): go on with DATABASE_URL. Nothing was changed.`
      : `This installation is in that database already, and no server has run on it since, but it differs ${where}: somebody changed it. To move anew, take an empty database. Nothing was changed.`,
  );
}

/**
 * The embedded database is set aside first: if this ends in between, no server starts on either, and doing it again
 * goes on. The other way round both could be started, and a code be used on each.
 *
 * @returns Where the embedded database is.
 */
async function commit(target: Target, dataFolder: string, path: string): Promise<string> {
  const aside = setAside(dataFolder, path);
  try {
    await target.commit();
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof DatabaseUnavailable) {
      throw new StartError(
        `It is not known whether PostgreSQL has kept it (${message}). ${aside.path} is set aside: move again to find out.`,
      );
    }
    aside.putBack();
    throw new StartError(`PostgreSQL did not keep it (${message}). Nothing was changed.`);
  }
  forgetLife(dataFolder);
  return aside.path;
}
