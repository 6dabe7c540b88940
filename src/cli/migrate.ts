import { readConfig } from '../config.ts';
import { StartError } from '../core/start-error.ts';
import type { Progress } from '../to-postgres/fill-database.ts';
import { type Moved, moveInstallation } from '../to-postgres/move-installation.ts';
import { interruptible } from './interruptible.ts';
import { type Options, print } from './print.ts';
import { orSayWhy } from './refusal.ts';

/** `countersign migrate embedded-to-postgres`: exits with 0 when all is there and was checked, with 1 when not. */
export function embeddedToPostgres(options: Options): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    const { dataFolder, databaseUrl, masterKey } = readConfig(process.env);
    if (!databaseUrl) throw new StartError('DATABASE_URL is missing: set it to the database to move to.');
    const moved = await interruptible(
      (signal) =>
        moveInstallation(
          { dataFolder, databaseUrl, masterKey },
          { signal, onProgress: process.stderr.isTTY ? showProgress() : () => undefined },
        ),
      'Broken off. Nothing was moved.',
    );
    print(moved, inWords(moved), options);
  });
}

function inWords({ moved, tables, rows, audit_records, seeds_opened, set_aside }: Moved): string {
  return [
    moved
      ? `The installation was moved: ${rows} rows in ${Object.keys(tables).length} tables.`
      : `The installation had been moved before: ${rows} rows in ${Object.keys(tables).length} tables.`,
    `Every row is the same on both sides. The audit log is whole (${audit_records} records), and the seeds that were tried open (${seeds_opened}).`,
    `From now on start with DATABASE_URL. The embedded database is ${set_aside}, on which no server starts. It has every secret: delete it when you need it no more. The key file stays where it is.`,
  ].join('\n');
}

/** One line on the terminal, written over as it goes on. */
function showProgress(): (progress: Progress) => void {
  let shown = '';
  return ({ step, rows, of }) => {
    const far = of === undefined ? `${rows - (rows % 10_000)} rows` : `${Math.floor((rows / of) * 100)} %`;
    const text = `${step}: ${far}`;
    if (text === shown) return;
    shown = text;
    process.stderr.write(`\r${text.padEnd(30)}${rows === of && step === 'checked' ? '\n' : ''}`);
  };
}
