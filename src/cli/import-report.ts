import type { Imported } from '../two-factor/import-credential.ts';
import type { Options } from './print.ts';

/** What became of one key or user. */
export interface Report {
  /** Where it stood. */
  at: string;
  account?: string;
  outcome: Imported | 'invalid' | 'refused';
  /** Whether the user was made for the key. */
  new_user?: boolean;
  why?: string;
}

/** The exit code when some were not imported. */
const SOME_NOT = 2;

/** Says each as it comes, and in the end how many of each kind there were. */
export async function reportImport(
  batches: AsyncIterable<readonly Report[]>,
  { json, dryRun }: Options & { dryRun?: boolean },
): Promise<void> {
  const counts = new Map<string, number>();
  for await (const batch of batches) {
    for (const report of batch) {
      counts.set(report.outcome, (counts.get(report.outcome) ?? 0) + 1);
      process.stdout.write(`${json ? JSON.stringify(report) : inWords(report)}\n`);
    }
  }
  const summary = [...counts].map(([outcome, count]) => `${outcome}: ${count}`).join(', ');
  process.stderr.write(`${dryRun ? 'On trial, nothing was changed. ' : ''}${summary}\n`);
  if (['invalid', 'refused', 'conflict'].some((outcome) => counts.has(outcome))) process.exitCode = SOME_NOT;
}

function inWords({ at, account, outcome, new_user, why }: Report): string {
  const whose = account === undefined ? '' : `  ${account}`;
  const made = new_user && outcome === 'imported' ? ' (new user)' : '';
  return `${at}${whose}  ${outcome}${made}${why ? `: ${why}` : ''}`;
}
