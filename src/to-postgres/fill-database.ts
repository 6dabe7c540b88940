import { verifyChain } from '../audit/verify-chain.ts';
import { cannotOpen, openKeysToRead, type Place } from '../context.ts';
import { othersTurn } from '../core/others-turn.ts';
import { SealBroken } from '../core/sealing.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import type { KeySource } from '../keys/master-keys.ts';
import type { EmbeddedTables } from '../store/embedded-tables.ts';
import { BATCH, differing, type Inventory, inventoryOf } from '../store/inventory.ts';
import type { Target } from '../store/postgres-target.ts';
import { openNewestSeeds } from '../two-factor/open-newest-seeds.ts';

export interface Progress {
  step: 'read' | 'written' | 'checked';
  /** Rows so far, and of how many; undefined: that is not known yet. */
  rows: number;
  of: number | undefined;
}

export interface Watched {
  /** Breaks it off and leaves nothing. */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** So many seeds are opened to see that the keys fit. */
const SEEDS = 100;

/**
 * Opens a PostgreSQL database to be filled.
 *
 * @param instanceId The one installation that may be there already; undefined: none may.
 * @throws StartError when it cannot be used, or has something else in it.
 */
export async function openToFill(
  place: Place & { databaseUrl: Secret },
  instanceId?: string,
): Promise<Target> {
  // Its driver is not small, and only those who fill one need it.
  const { NotEmpty, openTarget } = await import('../store/postgres-target.ts');
  return openTarget(place.databaseUrl.reveal(), instanceId).catch((error: Error) => {
    throw error instanceof NotEmpty ? notEmpty(instanceId) : cannotOpen(place, error);
  });
}

/** @throws StartError when there is an installation, or the database cannot be reached. Nothing is changed. */
export async function requireEmpty(place: Place & { databaseUrl: Secret }): Promise<void> {
  const { isEmpty } = await import('../store/postgres-target.ts');
  const empty = await isEmpty(place.databaseUrl.reveal()).catch((error: Error) => {
    throw cannotOpen(place, error);
  });
  if (!empty) throw notEmpty(undefined);
}

const notEmpty = (instanceId: string | undefined): StartError =>
  new StartError(
    `The database that DATABASE_URL names has ${instanceId === undefined ? 'an' : 'another'} installation: name an empty one. Nothing was changed.`,
  );

/**
 * Copies all rows there and reads them back.
 *
 * @throws StartError when something differs.
 */
export async function fillAndCheck(
  source: EmbeddedTables,
  inventory: Inventory,
  target: Target,
  watched: Watched,
): Promise<void> {
  await fill(source, inventory, target, watched);
  const tables = await readBack(source, inventory, target, watched);
  if (tables.length === 0) return;
  throw new StartError(
    `What PostgreSQL has kept differs from what it was given, in ${tables.join(', ')}. It was undone.`,
  );
}

/** Copies all rows there. What the tables have is what the migrations put there. */
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

/** Reads all rows back. @returns The tables that differ. */
export async function readBack(
  source: EmbeddedTables,
  inventory: Inventory,
  target: Target,
  watched: Watched,
): Promise<string[]> {
  const onRows = counter('checked', total(inventory), watched);
  return differing(inventory, await inventoryOf(source.tables, target, (rows) => onRows(rows.length)));
}

/** Shows that the master key fits what PostgreSQL has: the audit log is whole, and sealed seeds open. */
export async function prove(
  target: Target,
  source: KeySource,
): Promise<{ audit_records: number; seeds_opened: number }> {
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

export const total = (inventory: Inventory): number =>
  [...inventory.values()].reduce((sum, { rows }) => sum + rows, 0);

/** Tells how far a step is, and lets a signal in. */
export function counter(step: Progress['step'], of: number | undefined, { signal, onProgress }: Watched) {
  let rows = 0;
  return async (more: number): Promise<void> => {
    rows += more;
    onProgress({ step, rows, of });
    await othersTurn();
    signal.throwIfAborted();
  };
}
