import { readConfig } from '../config.ts';
import { openContext, requireInstallation } from '../context.ts';
import { askServer, type Tell } from './operator-socket.ts';
import type { Done, Input, Tasks } from './tasks.ts';

/**
 * Has the server that runs on the data folder do a task, or does it where none runs.
 *
 * @throws StartError when there is no installation; AppError and others for what the task refuses.
 */
export async function perform<Name extends keyof Tasks>(
  name: Name,
  input: Input<Name>,
  onProgress: (progress: never) => void = () => undefined,
): Promise<Done<Name>> {
  const config = readConfig(process.env);
  await requireInstallation(config);
  return (
    (await askServer<Done<Name>>(config.dataFolder, name, input, onProgress)) ?? here(name, input, onProgress)
  );
}

async function here<Name extends keyof Tasks>(
  name: Name,
  input: Input<Name>,
  onProgress: (progress: never) => void,
): Promise<Done<Name>> {
  process.umask(0o077);
  // Where a server does it, none of this is loaded.
  const [{ performer }, { Resealing }, { lockDataFolder }, { pino }] = await Promise.all([
    import('./tasks.ts'),
    import('../sealing-keys/resealing.ts'),
    import('../setup/lock-data-folder.ts'),
    import('pino'),
  ]);
  const config = readConfig(process.env);
  const unlock = lockDataFolder(config.dataFolder);
  try {
    const log = pino({ level: 'error', base: null }, pino.destination(2));
    const context = await openContext(config, { log });
    try {
      const tell = onProgress as Tell;
      const done = await performer({ context, resealing: new Resealing(context) })(name, input, tell);
      return done as Done<Name>;
    } finally {
      await context.database.close();
    }
  } finally {
    unlock();
  }
}
