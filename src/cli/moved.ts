import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { StartError } from '../core/start-error.ts';
import { highWaterFile, readHighWater, writeHighWater } from '../setup/high-water.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { orSayWhy } from './refusal.ts';

/**
 * `countersign moved`: the operator's word that a data folder was copied to where it is now and nothing was done
 * since on the one that it was copied from. Without it, a start makes void what an older copy may not know of.
 */
export function moved(options: { data?: string }): Promise<void> {
  return orSayWhy(async () => {
    if (readConfig(process.env).databaseUrl && options.data === undefined) {
      throw new StartError(
        'With DATABASE_URL nothing of a data folder needs to be said: move it, and start.',
      );
    }
    const folder = resolve(options.data ?? (process.env.COUNTERSIGN_DATA || 'data'));
    const file = highWaterFile(folder);
    const seen = readHighWater(file);
    if (!seen) throw new StartError(`No server has run on the data folder ${folder}.`);
    const unlock = lockDataFolder(folder);
    writeHighWater(file, seen.beatMs);
    unlock();
    process.stdout.write(`The next start takes the data folder ${folder} for the one that ran last.\n`);
  });
}
