import { join } from 'node:path';
import { DATABASE_FILE } from '../context.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import type { KeySource } from '../keys/master-keys.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { openEmbeddedTables } from '../store/embedded-tables.ts';
import { counter, fillAndCheck, openToFill, prove, type Watched } from './fill-database.ts';
import { takeInventory } from './take-inventory.ts';

/**
 * Copies the embedded database in a folder that nobody else uses into a PostgreSQL database in which nothing is, and
 * checks every row of it there. It is all there on return, or nothing is.
 *
 * @param beforeEnd Is done when all is right, just before PostgreSQL is told to keep it.
 * @throws StartError that says what is in the way.
 */
export async function fillFromFolder(
  folder: string,
  { databaseUrl, masterKey }: { databaseUrl: Secret; masterKey: KeySource },
  { beforeEnd, ...watched }: Watched & { beforeEnd(): void },
): Promise<{ audit_records: number; seeds_opened: number }> {
  const source = await openEmbeddedTables(join(folder, DATABASE_FILE));
  try {
    const inventory = await takeInventory(source, counter('read', undefined, watched));
    const target = await openToFill({ dataFolder: folder, databaseUrl });
    try {
      await fillAndCheck(source, inventory, target, watched);
      const proof = await prove(target, masterKey);
      watched.signal.throwIfAborted();
      beforeEnd();
      await target.commit().catch((error: Error) => {
        throw new StartError(
          error instanceof DatabaseUnavailable
            ? `It is not known whether PostgreSQL has kept it (${error.message}): restore again, which is refused if it is there.`
            : `PostgreSQL did not keep it (${error.message}). Nothing was changed.`,
        );
      });
      return proof;
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}
