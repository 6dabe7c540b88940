import { pino } from 'pino';
import { ConfigError, readConfig } from '../config.ts';
import { openContext, openDatabaseToRead } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { type ListedKey, listKeys } from '../sealing-keys/list-keys.ts';
import { type Progress, Resealing } from '../sealing-keys/resealing.ts';
import { type Rotated, rotateKey } from '../sealing-keys/rotate-key.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { askServer } from './operator-socket.ts';

interface Options {
  json?: boolean;
}

/** The exit code when everything was sealed anew but for values that do not open. */
const SOMETHING_UNREADABLE = 2;

/** `countersign key list`: reads the database, also beside a running server. */
export function showKeys({ json }: Options): Promise<void> {
  return orSayWhy(async () => {
    const { dataFolder } = readConfig(process.env);
    const database = openDatabaseToRead(dataFolder);
    try {
      const keys = await listKeys(database);
      process.stdout.write(json ? `${JSON.stringify(keys)}\n` : `${keysInWords(keys)}\n`);
    } finally {
      await database.close();
    }
  });
}

/** `countersign key rotate`: the server does it if one runs. Otherwise it is done here. */
export function rotate({ json }: Options): Promise<void> {
  return orSayWhy(async () => {
    const { dataFolder } = readConfig(process.env);
    await openDatabaseToRead(dataFolder).close();
    const rotated =
      (await askServer<Rotated>(dataFolder, 'key rotate', showProgress)) ?? (await rotateHere());
    if (!rotated.finished) {
      throw new StartError('The server was stopped before all was sealed anew. It goes on when it starts.');
    }
    process.stdout.write(json ? `${JSON.stringify(rotated)}\n` : `${rotatedInWords(rotated)}\n`);
    if (rotated.unreadable > 0) process.exitCode = SOMETHING_UNREADABLE;
  });
}

async function rotateHere(): Promise<Rotated> {
  process.umask(0o077);
  const config = readConfig(process.env);
  const unlock = lockDataFolder(config.dataFolder);
  const context = await openContext(config, {
    log: pino({ level: 'error', base: null }, pino.destination(2)),
  });
  try {
    return await rotateKey(context, new Resealing(context), showProgress);
  } finally {
    await context.database.close();
    unlock();
  }
}

async function orSayWhy(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof StartError;
    process.stderr.write(`${known ? '' : 'The command failed: '}${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

function showProgress({ total, resealed, unreadable }: Progress): void {
  const percent = total === 0 ? 100 : Math.floor(((resealed + unreadable) / total) * 100);
  process.stderr.write(`${percent} % of ${total} values are sealed anew\n`);
}

function rotatedInWords({ key_id, resealed, unreadable }: Rotated): string {
  const seals = `Key ${key_id} seals from now on. Values sealed anew: ${resealed}.`;
  if (unreadable === 0) return `${seals} The keys before it are gone.`;
  return `${seals} Values that cannot be opened: ${unreadable}. They keep their key; the log names them.`;
}

function keysInWords(keys: readonly ListedKey[]): string {
  const lines = keys.map(({ key_id, created_at, retired_at, master_key_id, values }) => {
    const state = retired_at === null ? 'seals' : `retired ${time(retired_at)}`;
    return `${key_id}  made ${time(created_at)}, ${state}. Values: ${values}. Master key: ${master_key_id}.`;
  });
  return lines.join('\n');
}

const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
