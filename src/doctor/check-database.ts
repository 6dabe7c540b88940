import { join } from 'node:path';
import { lastBackup } from '../backups/last-backup.ts';
import { takeStock } from '../backups/take-stock.ts';
import type { Config } from '../config.ts';
import { DATABASE_FILE, openDatabaseToRead, openToRead } from '../context.ts';
import { listKeys } from '../sealing-keys/list-keys.ts';
import { journalMode } from '../store/copy.ts';
import type { ReadOnlyDatabase } from '../store/database.ts';
import { newestMigration } from '../store/migrate.ts';
import { openNewestSeeds } from '../two-factor/open-newest-seeds.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

const DAY_MS = 86_400_000;
const OLD_BACKUP_DAYS = 2;
const OLD_PROOF_DAYS = 35;

type Installation = Pick<Config, 'dataFolder' | 'databaseUrl' | 'masterKey'>;

/** Looks at the database, the keys and the backups. An older schema than this program's is looked at no further. */
export async function checkDatabase(config: Installation, nowMs: number): Promise<Finding[]> {
  const database = await openDatabaseToRead(config);
  try {
    const { schema_version: found } = await takeStock(database);
    const newest = newestMigration();
    if (found > newest) {
      const says = `The database is of a newer Countersign (schema ${found}, this program knows ${newest}).`;
      return [wrong('schema', says, 'Run the newer one, or restore a backup from before.')];
    }
    if (found < newest) {
      const says = `The database is of an older Countersign (schema ${found} of ${newest}).`;
      return [warning('schema', says, 'Take a backup; the next start brings it up to date.')];
    }
    return [
      good('schema', `The database has the schema of this program (${found}).`),
      ...(config.databaseUrl ? [] : [checkMode(config.dataFolder)]),
      ...(await checkKeys(config)),
      ...(await checkBackups(database, nowMs)),
    ];
  } finally {
    await database.close();
  }
}

function checkMode(dataFolder: string): Finding {
  const mode = journalMode(join(dataFolder, DATABASE_FILE));
  return mode === 'wal'
    ? good('database', 'It has a write-ahead log; the server syncs it at every commit, or does not start.')
    : warning('database', `Its journal is '${mode}'.`, 'The next start turns the write-ahead log on.');
}

async function checkKeys(config: Installation): Promise<Finding[]> {
  try {
    const { database, keys } = await openToRead(config, config.masterKey);
    try {
      const opened = await openNewestSeeds(database, keys, 100);
      const retired = (await listKeys(database)).filter(({ retired_at }) => retired_at !== null);
      const says = `The master key fits, and the seeds that were tried open (${opened}).`;
      if (retired.length === 0) return [good('keys', says)];
      return [
        warning(
          'keys',
          `${says} ${retired.length} retired keys are still needed.`,
          'A rotation goes on while the server runs. If it stays so, look in the log for values that do not open.',
        ),
      ];
    } finally {
      await database.close();
    }
  } catch (error) {
    return [wrong('keys', (error as Error).message, 'See docs/keys.md.')];
  }
}

async function checkBackups(database: ReadOnlyDatabase, nowMs: number): Promise<Finding[]> {
  const { taken, proved } = await lastBackup(database);
  if (!taken)
    return [warning('backup', 'There is no backup.', 'Set COUNTERSIGN_BACKUP_TO, or: countersign backup.')];
  const days = (ms: number) => Math.floor((nowMs - ms) / DAY_MS);
  const at = (ms: number) => new Date(ms).toISOString();
  const findings = [
    days(taken.taken_at) >= OLD_BACKUP_DAYS
      ? warning(
          'backup',
          `The newest is of ${at(taken.taken_at)}.`,
          'Have one taken every day: set COUNTERSIGN_BACKUP_TO.',
        )
      : good('backup', `The newest is of ${at(taken.taken_at)}.`),
  ];
  const drill = 'Try one: countersign restore FILE --drill.';
  if (!proved?.proved_at) findings.push(warning('restore', 'No backup was proved restorable.', drill));
  else {
    const says = `Proved restorable at ${at(proved.proved_at)}: the backup of ${at(proved.taken_at)}.`;
    const old = days(proved.proved_at) >= OLD_PROOF_DAYS;
    findings.push(old ? warning('restore', says, drill) : good('restore', says));
  }
  return findings;
}
