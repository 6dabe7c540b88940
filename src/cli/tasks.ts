import { pino } from 'pino';
import { recordBackup, recordProof, type Taken } from '../backups/record-backup.ts';
import { readConfig } from '../config.ts';
import { type Context, openContext, openDatabaseToRead } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { Resealing } from '../sealing-keys/resealing.ts';
import { rotateKey } from '../sealing-keys/rotate-key.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { recordExport } from '../two-factor/export-keys.ts';
import { createKey, revokeKey } from './api-key-tasks.ts';
import { importKeys } from './import-task.ts';
import { askServer, type Perform, type Tell } from './operator-socket.ts';
import { addUser, disableUser, resetTwoFactor } from './user-tasks.ts';

/** What the tasks work on. */
export interface Workplace {
  context: Context;
  resealing: Resealing;
}

/**
 * What commands have the running server do, because it is the one writer. Without one they do it themselves. Input
 * and result are JSON on the way between the two.
 */
const tasks = {
  'key rotate': ({ context, resealing }: Workplace, _input: object, tell: Tell) =>
    rotateKey(context, resealing, tell),
  'user add': addUser,
  'user disable': disableUser,
  'user reset-two-factor': resetTwoFactor,
  'user import': importKeys,
  'api-key create': createKey,
  'api-key revoke': revokeKey,
  'export record': ({ context }: Workplace, _input: object) => recordExport(context),
  'backup record': ({ context }: Workplace, taken: Taken) => recordBackup(context, taken),
  'backup prove': ({ context }: Workplace, taken: Taken) => recordProof(context, taken),
};

type Tasks = typeof tasks;
type Input<Name extends keyof Tasks> = Parameters<Tasks[Name]>[1];
type Done<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>;

/** Does tasks that are asked for by name. */
export const performer =
  (workplace: Workplace): Perform =>
  (name, input, tell) => {
    const task = Object.hasOwn(tasks, name) ? tasks[name as keyof Tasks] : undefined;
    if (!task) throw new StartError('The server does not know this command: it may be an older one.');
    return task(workplace, input as never, tell);
  };

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
  const { dataFolder } = readConfig(process.env);
  await openDatabaseToRead(dataFolder).close();
  return (await askServer<Done<Name>>(dataFolder, name, input, onProgress)) ?? here(name, input, onProgress);
}

async function here<Name extends keyof Tasks>(
  name: Name,
  input: Input<Name>,
  onProgress: (progress: never) => void,
): Promise<Done<Name>> {
  process.umask(0o077);
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
