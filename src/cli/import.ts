import { readFileSync } from 'node:fs';
import { StartError } from '../core/start-error.ts';
import type { ImportedRow } from '../import-formats/format.ts';
import { formatNames, formatOf, sourceFile } from '../import-formats/formats.ts';
import type { ImportedKey } from '../import-formats/imported-key.ts';
import type { ImportReport, KeyToImport } from './import-task.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import type { Options } from './print.ts';
import { orSayWhy } from './refusal.ts';

interface ImportOptions extends Options {
  dryRun?: boolean;
}

/** Keys that are imported at once. */
const BATCH = 100;

/** The exit code when some keys were not imported. */
const SOME_NOT = 2;

type Report = ImportReport | { at: string; outcome: 'invalid'; why: string };

/** `countersign user import`: what is there already stays as it is, so it can be done again and go on. */
export function importUsers(file: string, options: ImportOptions): Promise<void> {
  return orSayWhy(async () => {
    const rows = await readRows(file);
    const counts = new Map<string, number>();
    const say = (report: Report) => {
      counts.set(report.outcome, (counts.get(report.outcome) ?? 0) + 1);
      process.stdout.write(`${options.json ? JSON.stringify(report) : inWords(report)}\n`);
    };
    await interruptible(async (signal) => {
      for (let from = 0; from < rows.length; from += BATCH) {
        signal.throwIfAborted();
        for (const report of await importBatch(rows.slice(from, from + BATCH), options.dryRun ?? false))
          say(report);
      }
    }, 'Broken off. What was reported is done; do it again for the rest.');
    const summary = [...counts].map(([outcome, count]) => `${outcome}: ${count}`).join(', ');
    process.stderr.write(`${options.dryRun ? 'On trial, nothing was changed. ' : ''}${summary}\n`);
    if (['invalid', 'refused', 'conflict'].some((outcome) => counts.has(outcome)))
      process.exitCode = SOME_NOT;
  });
}

async function readRows(file: string): Promise<ImportedRow[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const source = sourceFile(text);
  const format = formatOf(source);
  if (!format) throw new StartError(`${file} is of no format that is known: ${formatNames}.`);
  return format.read(source, {});
}

async function importBatch(rows: readonly ImportedRow[], dryRun: boolean): Promise<Report[]> {
  const keys = rows.flatMap(({ at, key }): KeyToImport[] => ('fault' in key ? [] : [toSend(at, key)]));
  const { reports } = await perform('user import', { keys, dryRun });
  const byPlace = new Map<string, Report>(reports.map((report) => [report.at, report]));
  return rows.flatMap(({ at, key }): Report[] => {
    const report = 'fault' in key ? { at, outcome: 'invalid' as const, why: key.fault } : byPlace.get(at);
    return report ? [report] : [];
  });
}

const toSend = (at: string, { account, seed, parameters }: ImportedKey): KeyToImport => ({
  at,
  account,
  seed: seed.toString('base64'),
  parameters,
});

function inWords(report: Report): string {
  const account = 'account' in report ? `  ${report.account}` : '';
  const made = 'new_user' in report && report.outcome === 'imported' ? ' (new user)' : '';
  return `${report.at}${account}  ${report.outcome}${made}${report.why ? `: ${report.why}` : ''}`;
}
