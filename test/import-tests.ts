import { globSync } from 'node:fs';

/**
 * Runs many files of tests in this one process: each of them alone would spend more time on loading the server than
 * on testing it. They can still be run alone.
 *
 * @param patterns Paths from the root of the project.
 */
export async function importTests(...patterns: string[]): Promise<void> {
  const root = new URL('..', import.meta.url);
  const files = globSync(patterns, { cwd: root.pathname }).sort();
  for (const file of files) await import(new URL(file, root).href);
}
