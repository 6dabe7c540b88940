import { canonical } from '../core/canonical.ts';
import type { Report } from './import-report.ts';
import type { KeyToImport } from './import-task.ts';

/** What is reported of a key, with those before it in mind. */
export type TrialKeys = (key: KeyToImport, report: Report) => Report;

/**
 * On trial every key is undone before the next one. This remembers those that would be there by then, so that of
 * several keys of one user the later ones are reported as they will be.
 */
export function trialKeys(): TrialKeys {
  const keyOf = new Map<string, string>();
  return ({ account, seed, parameters }, report) => {
    if (report.outcome !== 'imported') return report;
    const [owner, key] = [canonical(account), JSON.stringify([seed, parameters])];
    const before = keyOf.get(owner);
    if (before === undefined) {
      keyOf.set(owner, key);
      return report;
    }
    return { at: report.at, account, outcome: before === key ? 'unchanged' : 'conflict' };
  };
}
