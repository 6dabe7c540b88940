import type { Context } from '../context.ts';
import { selectAnything } from './queries.ts';

/**
 * Whether changes can be made: a transaction begins and ends, behind those that wait.
 *
 * @throws DatabaseUnavailable when not.
 */
export async function requireReady({ database }: Context): Promise<void> {
  await database.transaction((tx) => tx.get(selectAnything()));
}
