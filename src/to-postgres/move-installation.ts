import { verifyChain } from '../audit/verify-chain.ts';
import { cannotOpen, openKeysToRead } from '../context.ts';
import { othersTurn } from '../core/others-turn.ts';
import { SealBroken } from '../core/sealing.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import type { KeySource } from '../keys/master-keys.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { type EmbeddedTables, openEmbeddedTables } from '../store/embedded-tables.ts';
import type { Target } from '../store/postgres-target.ts';
import type { TableDigest } from '../store/tables.ts';
import { openNewestSeeds } from '../two-factor/open-newest-seeds.ts';
import { findEmbedded, forgetLife, setAside } from './set-aside.ts';
import { BATCH, differing, type Inventory, inventoryOf, takeInventory } from './take-inventory.ts';

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

export interface Progress {
  step: 'read' | 'written' | 'checked';
  /** Rows so far, and of how many; undefined: that is not known yet. */
  rows: number;
  of: number | undefined;
}

interface Places {
  dataFolder: string;
  databaseUrl: Secret;
  masterKey: KeySource;
}

interface Watched {
  /** Breaks it off and leaves nothing. */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** So many seeds are opened to see that the keys fit. */
const SEEDS = 100;

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
      const target = await openEmpty(source, places);
      try {
        const moved = await fillAndCheck(source, inventory, target, watched);
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

/** @throws StartError when it cannot be used, or has something else in it. */
async function openEmpty(source: EmbeddedTables, { dataFolder, databaseUrl }: Places): Promise<Target> {
  if (source.instanceId === undefined) throw new StartError(`No server ever ran on ${dataFolder}.`);
  // Its driver is not small, and only those who move need it.
  const { NotEmpty, openTarget } = await import('../store/postgres-target.ts');
  return openTarget(databaseUrl.reveal(), source.instanceId).catch((error: Error) => {
    throw error instanceof NotEmpty
      ? new StartError(
          'The database that DATABASE_URL names has another installation: name an empty one. Nothing was changed.',
        )
      : cannotOpen({ dataFolder, databaseUrl }, error);
  });
}

/**
 * @returns Whether it had to be filled.
 * @throws StartError when another installation is there, or this one went on, or something differs.
 */
async function fillAndCheck(
  source: EmbeddedTables,
  inventory: Inventory,
  target: Target,
  watched: Watched,
): Promise<boolean> {
  const already = target.isFilled;
  if (!already) await fill(source, inventory, target, watched);
  const onRows = counter('checked', total(inventory), watched);
  const found = await inventoryOf(source.tables, target, (rows) => onRows(rows.length));
  const tables = differing(inventory, found);
  if (tables.length === 0) return !already;
  const where = `in ${tables.join(', ')}`;
  if (!already) {
    throw new StartError(`What PostgreSQL has kept differs from what it was given, ${where}. It was undone.`);
  }
  throw new StartError(
    tables.includes('instance')
      ? `This installation is in that database already, and a server has run on it since (it differs ${where}): go on with DATABASE_URL. Nothing was changed.`
      : `This installation is in that database already, and no server has run on it since, but it differs ${where}: somebody changed it. To move anew, take an empty database. Nothing was changed.`,
  );
}

async function fill(
  source: EmbeddedTables,
  inventory: Inventory,
  target: Target,
  watched: Watched,
): Promise<void> {
  const { tables, lastIds } = source;
  const onRows = counter('written', total(inventory), watched);
  await target.clear(tables);
  for (const table of tables) {
    for (const rows of source.rows(table, BATCH)) {
      await target.insert(table, rows);
      await onRows(rows.length);
    }
  }
  await target.finish(tables, lastIds);
}

/** Shows that the master key fits what PostgreSQL has: the audit log is whole, and sealed seeds open. */
async function prove(
  target: Target,
  source: KeySource,
): Promise<Pick<Moved, 'audit_records' | 'seeds_opened'>> {
  const { keys, auditKeys } = await openKeysToRead(target, source);
  const { records, broken } = await verifyChain(target, auditKeys);
  if (broken) {
    throw new StartError(
      `The audit log is broken at record ${broken.id}: ${broken.why}. Nothing was changed: see countersign audit verify.`,
    );
  }
  try {
    return { audit_records: records, seeds_opened: await openNewestSeeds(target, keys, SEEDS) };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new StartError('A sealed seed does not open with the master key. Nothing was changed.');
  }
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

const total = (inventory: Inventory): number =>
  [...inventory.values()].reduce((sum, { rows }) => sum + rows, 0);

/** Tells how far a step is, and lets a signal in. */
function counter(step: Progress['step'], of: number | undefined, { signal, onProgress }: Watched) {
  let rows = 0;
  return async (more: number): Promise<void> => {
    rows += more;
    onProgress({ step, rows, of });
    await othersTurn();
    signal.throwIfAborted();
  };
}
