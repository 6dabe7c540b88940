import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import type { Secret } from './core/secret.ts';
import { StartError } from './core/start-error.ts';
import { type AuditKey, openAuditKey, readAuditKeys } from './keys/audit-key.ts';
import { type KeyRing, openExistingKeyRing, openKeyRing, readInstanceId } from './keys/key-ring.ts';
import type { KeySource } from './keys/master-keys.ts';
import { type Mailer, openMailer } from './mail/mailer.ts';
import { type Database, type Reader, type ReadOnlyDatabase, SchemaTooNew } from './store/database.ts';
import { openSqlite, openSqliteToRead } from './store/sqlite.ts';

/** The one source of time, in milliseconds UTC. */
export type Clock = () => number;
export const systemClock: Clock = Date.now;

/** Tells the time that passes, whatever the clock is set to, in milliseconds. */
export type Stopwatch = () => number;
export const stopwatch: Stopwatch = () => performance.now();

export const DATABASE_FILE = 'countersign.db';

/** What it is called once all of it is on PostgreSQL. */
export const MOVED_FILE = `${DATABASE_FILE}.moved-to-postgres`;

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
    if (config.databaseUrl) await requireNoneToMove(database, dataFolder);
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
  try {
    if (databaseUrl) {
      // Its driver is not small, and most do without.
      const { openPostgres } = await import('./store/postgres.ts');
      return await openPostgres(databaseUrl.reveal());
    }
    requireNotMoved(dataFolder);
    return openSqlite(join(dataFolder, DATABASE_FILE));
  } catch (error) {
    throw cannotOpen({ databaseUrl, dataFolder }, error as Error);
  }
}

/** Where a database is: in a data folder, or where `databaseUrl` says. */
export interface Place {
  dataFolder: string;
  databaseUrl?: Secret | undefined;
}

const inWords = ({ databaseUrl, dataFolder }: Place): string =>
  databaseUrl ? 'The database that DATABASE_URL names' : `The database in ${dataFolder}`;

/** Why the database of a server cannot be used, and what to do. */
export function cannotOpen(place: Place, error: Error): StartError {
  if (error instanceof StartError) return error;
  const [what, { message }] = [inWords(place), error];
  const remedy = place.databaseUrl
    ? 'check the setting, and that PostgreSQL 15 or later runs and lets this account in'
    : "check that the folder is writable and the file is Countersign's";
  return new StartError(
    error instanceof SchemaTooNew
      ? `${what} was made by a newer Countersign (${message}): start that one, or put back a backup from before.`
      : `${what} cannot be opened (${message}): ${remedy}.`,
  );
}

/** @throws StartError when what was in a data folder is on PostgreSQL by now: here, codes could be used once more. */
function requireNotMoved(dataFolder: string): void {
  const moved = join(dataFolder, MOVED_FILE);
  if (!existsSync(moved) || existsSync(join(dataFolder, DATABASE_FILE))) return;
  throw new StartError(
    `What was in ${dataFolder} was moved to PostgreSQL: set DATABASE_URL. To go back to the state before that, and lose what was done since, rename ${moved} to ${DATABASE_FILE}.`,
  );
}

/** @throws StartError when a first start on PostgreSQL would leave an embedded installation behind. */
async function requireNoneToMove(database: Reader, dataFolder: string): Promise<void> {
  if (!existsSync(join(dataFolder, DATABASE_FILE)) || (await readInstanceId(database)) !== undefined) return;
  throw new StartError(
    `DATABASE_URL names an empty database, and ${dataFolder} has an installation: move it there with countersign migrate embedded-to-postgres, or set COUNTERSIGN_DATA to another folder.`,
  );
}

/** A database that is only looked at, with its keys. */
export interface Opened {
  database: ReadOnlyDatabase;
  keys: KeyRing;
  instanceId: string;
  auditKeys: ReadonlyMap<number, AuditKey>;
}

/**
 * Opens a database and its keys to look at them: a copy, or one that servers run on.
 *
 * @throws StartError when there is no such database, or the keys do not belong to it.
 */
export async function openToRead(place: Place, source: KeySource): Promise<Opened> {
  const database = await openDatabaseToRead(place);
  try {
    return { database, ...(await openKeysToRead(database, source)) };
  } catch (error) {
    await database.close();
    if (error instanceof StartError) throw error;
    throw new StartError(`${inWords(place)} cannot be read (${(error as Error).message}).`);
  }
}

/** @throws StartError when the keys do not belong to the database. */
export async function openKeysToRead(reader: Reader, source: KeySource): Promise<Omit<Opened, 'database'>> {
  const keys = await openExistingKeyRing(reader, source);
  return { keys, instanceId: keys.instanceId, auditKeys: await readAuditKeys(reader, keys) };
}

/** @throws StartError when there is no database, or nothing in it. */
export async function openDatabaseToRead(place: Place): Promise<ReadOnlyDatabase> {
  const { dataFolder, databaseUrl } = place;
  try {
    if (!databaseUrl) {
      requireNotMoved(dataFolder);
      return openSqliteToRead(join(dataFolder, DATABASE_FILE));
    }
    const { openPostgresToRead } = await import('./store/postgres-connection.ts');
    return await openPostgresToRead(databaseUrl.reveal());
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw cannotRead(place, error as Error);
  }
}

/** Why there is nothing to read, and what to do. */
function cannotRead(place: Place, { message }: Error): StartError {
  const there = place.databaseUrl !== undefined || existsSync(join(place.dataFolder, DATABASE_FILE));
  if (!there) {
    return new StartError(
      `${inWords(place)} cannot be opened (there is none): set COUNTERSIGN_DATA to the folder of an installation, or start a server there first.`,
    );
  }
  const remedy = place.databaseUrl
    ? 'check the setting, and that a server has run on that database'
    : "check that this account may read it, and that the file is Countersign's";
  return new StartError(`${inWords(place)} cannot be opened (${message}): ${remedy}.`);
}

/** @throws StartError when no server ever ran on the database. */
export async function requireInstallation(place: Place): Promise<void> {
  const database = await openDatabaseToRead(place);
  try {
    if ((await readInstanceId(database)) === undefined) {
      throw new StartError(`${inWords(place)} has no installation: start a server on it first.`);
    }
  } finally {
    await database.close();
  }
}

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
