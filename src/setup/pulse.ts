import { type Context, stopwatch } from '../context.ts';
import { beat, fenceIfRolledBack } from '../continuity/fence.ts';
import { watchClock } from '../continuity/watch-clock.ts';
import { highWaterFile, readHighWater, writeHighWater } from './high-water.ts';

/** How often the server shows that it is alive, looks at the clock and tidies up, in milliseconds. */
const EVERY_MS = 10_000;

/**
 * Finds out whether the database is the one that ran last, and from then on shows that it runs: first in the
 * database, then in a file of the data folder, so that the file is ahead of an older database alone. With PostgreSQL nodes
 * come and go with their folders: where the file is missing or a copy, that says nothing.
 *
 * @returns Ends it.
 */
export async function startPulse(context: Context): Promise<() => void> {
  const { databaseUrl, dataFolder } = context.config;
  const file = highWaterFile(dataFolder);
  const remember = async () => writeHighWater(file, await beat(context));
  const seen = readHighWater(file);
  await fenceIfRolledBack(context, databaseUrl ? { beatMs: seen?.beatMs ?? 0, isCopy: false } : seen);
  await remember();
  const checkClock = watchClock(context, stopwatch);
  const timer = setInterval(() => {
    checkClock()
      .then(remember)
      .then(() => context.database.eraseRemains())
      .catch((error: unknown) => context.log.error({ err: error }, 'no sign of life could be given'));
  }, EVERY_MS);
  return () => clearInterval(timer);
}
