import { readFileSync, statSync } from 'node:fs';
import type { OpenedWith } from '../archive/sealed-file.ts';
import { StartError } from '../core/start-error.ts';
import { readAccounts, withEmail } from '../import-formats/accounts.ts';
import type { ImportedRow, Opening } from '../import-formats/format.ts';
import { formatNames, formatOf, sourceFile } from '../import-formats/formats.ts';
import type { ImportedKey } from '../import-formats/imported-key.ts';
import { isPicture, textInPicture } from '../import-formats/picture.ts';
import { type Report, reportImport } from './import-report.ts';
import type { KeyToImport } from './import-task.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import type { Options } from './print.ts';
import { openBar } from './progress.ts';
import { orSayWhy } from './refusal.ts';
import { openedWith, readPassword } from './seal-options.ts';
import { type TrialKeys, trialKeys } from './trial-keys.ts';
import { unsealed } from './unsealed.ts';

interface ImportOptions extends Options {
  dryRun?: boolean;
  passwordFile?: string;
  keyFile?: string;
  identity?: string;
  accounts?: string;
}

/** Keys that are imported at once. They fit into one request to the running server. */
const BATCH = 50;

/** In bytes: all of it is held in memory. */
const LARGEST_FILE = 128 * 2 ** 20;

/** `countersign user import`: what is there already stays as it is, so it can be done again and go on. */
export function importUsers(files: string[], options: ImportOptions): Promise<void> {
  return orSayWhy(async () => {
    const rows = await readAll(files, options);
    await interruptible(
      (signal) => reportImport(imported(rows, options.dryRun ?? false, signal), options),
      'Broken off. What was reported is done; do it again for the rest.',
    );
  });
}

async function* imported(rows: readonly ImportedRow[], dryRun: boolean, signal: AbortSignal) {
  // On a terminal the reports themselves show how far it is.
  const tried = dryRun ? trialKeys() : undefined;
  const bar = await openBar('imported', !process.stdout.isTTY);
  try {
    for (let from = 0; from < rows.length; from += BATCH) {
      signal.throwIfAborted();
      yield await importBatch(rows.slice(from, from + BATCH), tried);
      bar.tell(Math.min(from + BATCH, rows.length), rows.length);
    }
  } finally {
    bar.end();
  }
}

/** The rows of all files, before any is imported. Of several, each row says in which it stands. */
async function readAll(files: readonly string[], options: ImportOptions): Promise<ImportedRow[]> {
  const { passwordFile, keyFile, identity, accounts } = options;
  const emailOf = accounts === undefined ? new Map() : readAccounts(readBytes(accounts).toString('utf8'));
  const opening = {
    ...(passwordFile !== undefined && { password: readPassword(passwordFile) }),
    ...(keyFile !== undefined && { key: readPassword(keyFile) }),
  };
  const unsealing = opensSealed(identity, opening);
  const rows: ImportedRow[] = [];
  for (const file of files) {
    const place = files.length > 1 ? `${file}, ` : '';
    for (const row of await readRows(file, opening, unsealing)) {
      rows.push({ ...withEmail(row, emailOf), at: `${place}${row.at}` });
    }
  }
  if (rows.length === 0) throw new StartError(`There is no key in ${files.join(', ')}.`);
  return rows;
}

const opensSealed = (identity: string | undefined, { password }: Opening): OpenedWith | undefined =>
  identity === undefined ? password && { password } : openedWith({ identity });

async function readRows(file: string, opening: Opening, unsealing?: OpenedWith): Promise<ImportedRow[]> {
  const bytes = await unsealed(file, readBytes(file), unsealing);
  try {
    const source = sourceFile(isPicture(bytes) ? await textInPicture(bytes) : bytes.toString('utf8'));
    const format = formatOf(source);
    if (!format) throw new StartError(`${file} is of no format that is known: ${formatNames}.`);
    return await format.read(source, opening);
  } catch (error) {
    throw error instanceof RangeError ? new StartError(`${file} cannot be read: ${error.message}.`) : error;
  }
}

function readBytes(file: string): Buffer {
  try {
    if (statSync(file).size > LARGEST_FILE) throw new StartError(`${file} is too large. Split it.`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** @param tried What there would be by then. undefined: it is no trial. */
async function importBatch(rows: readonly ImportedRow[], tried?: TrialKeys): Promise<Report[]> {
  const keys = rows.flatMap(({ at, key }): KeyToImport[] => ('fault' in key ? [] : [toSend(at, key)]));
  const { reports } = await perform('user import', { keys, dryRun: tried !== undefined });
  const byPlace = new Map<string, Report>(reports.map((report) => [report.at, report]));
  for (const key of keys) {
    const report = byPlace.get(key.at);
    if (tried && report) byPlace.set(key.at, tried(key, report));
  }
  return rows.flatMap(({ at, key }): Report[] => {
    const report = 'fault' in key ? invalid(at, key) : byPlace.get(at);
    return report ? [report] : [];
  });
}

const invalid = (at: string, { fault, account }: { fault: string; account?: string }): Report => ({
  at,
  ...(account !== undefined && { account }),
  outcome: 'invalid',
  why: fault,
});

const toSend = (at: string, { account, seed, parameters }: ImportedKey): KeyToImport => ({
  at,
  account,
  seed: seed.toString('base64'),
  parameters,
});
