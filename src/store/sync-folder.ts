import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Puts on disk which files a folder has: a file that was made or renamed is only then sure to be found there. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
