import { indexLog } from '../audit/index-log.ts';
import { cannotOpen, type Place } from '../context.ts';
import { othersTurn } from '../core/others-turn.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import { makeEmbedded } from '../store/embedded-target.ts';
import { differing, inventoryOf } from '../store/inventory.ts';

/**
 * Copies a PostgreSQL database as it is at this moment into an embedded one in a new file, while servers write on, and
 * reads the copy back.
 *
 * @param signal Breaks it off; what is there of the file stays.
 * @throws StartError when the database cannot be read, or the copy differs.
 */
export async function copyPostgres(
  place: Place & { databaseUrl: Secret },
  to: string,
  signal: AbortSignal,
): Promise<void> {
  // Its driver is not small.
  const { openSnapshot } = await import('../store/postgres-snapshot.ts');
  const snapshot = await openSnapshot(place.databaseUrl.reveal(), signal).catch((error: Error) => {
    signal.throwIfAborted();
    throw cannotOpen(place, error);
  });
  try {
    const copy = makeEmbedded(to, snapshot.schemaVersion);
    try {
      const read = await inventoryOf(copy.tables, snapshot, async (rows, table) => copy.insert(table, rows));
      const lastIds = await snapshot.lastIds();
      await snapshot.close();
      copy.finish(lastIds);
      await indexLog(copy);
      const written = await inventoryOf(copy.tables, copy, async () => {
        await othersTurn();
        signal.throwIfAborted();
      });
      const tables = differing(read, written);
      if (tables.length) throw new StartError(`The copy differs from the database, in ${tables.join(', ')}.`);
    } finally {
      copy.close();
    }
  } finally {
    await snapshot.close();
  }
}
