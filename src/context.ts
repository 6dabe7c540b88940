import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import { StartError } from './core/start-error.ts';
import { type AuditKey, openAuditKey, readAuditKeys } from './keys/audit-key.ts';
import { type KeyRing, openExistingKeyRing, openKeyRing } from './keys/key-ring.ts';
import type { KeySource } from './keys/master-keys.ts';
import { type Mailer, openMailer } from './mail/mailer.ts';
import { type Database, type ReadOnlyDatabase, SchemaTooNew } from './store/database.ts';
import { openSqlite, openSqliteToRead } from './store/sqlite.ts';

/** The one source of time, in milliseconds UTC. */
export type Clock = () => number;
export const systemClock: Clock = Date.now;

/** Tells the time that passes, whatever the clock is set to, in milliseconds. */
export type Stopwatch = () => number;
export const stopwatch: Stopwatch = () => performance.now();

export const DATABASE_FILE = 'countersign.db';

/** What every action is handed. */
export interface Context {
  config: Readonly<Config>;
  database: Database;
  clock: Clock;
  keys: KeyRing;
  auditKey: AuditKey;
  /** undefined: there is no mail server. */
  mailer: Mailer | undefined;
  log: FastifyBaseLogger;
}

/**
 * Opens the database and the keys that belong to it.
 *
 * @throws StartError when the folder, the database or the key file is not usable; says what to do.
 */
export async function openContext(
  config: Readonly<Config>,
  { log, clock = systemClock }: { log: FastifyBaseLogger; clock?: Clock },
): Promise<Context> {
  const { dataFolder } = config;
  makeDataFolder(dataFolder);
  const database = await openDatabase(config);
  try {
    const keys = await openKeyRing(database, config.masterKey, clock());
    const auditKey = await openAuditKey(database, keys, clock());
    database.useChainKey({ id: auditKey.id, secret: auditKey.chainSecret });
    const mailer = config.mail && (await openMailer(config.mail));
    return { config, database, clock, keys, auditKey, mailer, log };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @throws StartError when it cannot be used; says what to do. */
async function openDatabase({ databaseUrl, dataFolder }: Readonly<Config>): Promise<Database> {
  const [what, remedy] = databaseUrl
    ? [
        'The database that DATABASE_URL names',
        'check the setting, and that PostgreSQL 15 or later runs and lets this account in',
      ]
    : [`The database in ${dataFolder}`, "check that the folder is writable and the file is Countersign's"];
  try {
    if (!databaseUrl) return openSqlite(join(dataFolder, DATABASE_FILE));
    // Its driver is not small, and most do without.
    const { openPostgres } = await import('./store/postgres.ts');
    return await openPostgres(databaseUrl.reveal());
  } catch (error) {
    const { message } = error as Error;
    throw new StartError(
      error instanceof SchemaTooNew
        ? `${what} was made by a newer Countersign (${message}): start that one, or put back a backup from before.`
        : `${what} cannot be opened (${message}): ${remedy}.`,
    );
  }
}

/** A data folder that is only looked at. */
export interface Folder {
  database: ReadOnlyDatabase;
  keys: KeyRing;
  instanceId: string;
  auditKeys: ReadonlyMap<number, AuditKey>;
}

/**
 * Opens the database and the keys of a data folder to look at them: a copy, or one that a server runs on.
 *
 * @throws StartError when there is no such database, or the keys do not belong to it.
 */
export async function openToRead(dataFolder: string, source: KeySource): Promise<Folder> {
  const database = openDatabaseToRead(dataFolder);
  try {
    const keys = await openExistingKeyRing(database, source);
    return { database, keys, instanceId: keys.instanceId, auditKeys: await readAuditKeys(database, keys) };
  } catch (error) {
    await database.close();
    if (error instanceof StartError) throw error;
    throw new StartError(`The database in ${dataFolder} cannot be read (${(error as Error).message}).`);
  }
}

/** @throws StartError when there is no database in the folder. */
export function openDatabaseToRead(dataFolder: string): ReadOnlyDatabase {
  try {
    return openSqliteToRead(join(dataFolder, DATABASE_FILE));
  } catch (error) {
    throw new StartError(`The database in ${dataFolder} cannot be opened (${(error as Error).message}).`);
  }
}

/** @throws StartError when there is no database in the folder. */
export const requireDatabase = (dataFolder: string): Promise<void> => openDatabaseToRead(dataFolder).close();

/** @throws StartError when there is no such folder and none can be made. */
export function makeDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError(
      `The data folder ${path} cannot be made (${(error as Error).message}): make it writable, or set COUNTERSIGN_DATA to a folder that is.`,
    );
  }
}
