import { readConfig } from '../config.ts';
import { openDatabaseToRead } from '../context.ts';
import type { ReadOnlyDatabase } from '../store/database.ts';

/**
 * Looks at the database of the settings, also beside a running server.
 *
 * @throws StartError when there is none.
 */
export async function readDatabase<Result>(
  look: (database: ReadOnlyDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabaseToRead(readConfig(process.env));
  try {
    return await look(database);
  } finally {
    await database.close();
  }
}
