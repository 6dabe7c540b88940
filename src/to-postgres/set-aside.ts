import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE, MOVED_FILE } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { highWaterFile } from '../setup/high-water.ts';
import { syncFolder } from '../store/sync-folder.ts';

/**
 * Where the embedded database of a data folder is: in its place, or set aside by a move before, which may have ended
 * before its end.
 *
 * @throws StartError when there is none, or both.
 */
export function findEmbedded(dataFolder: string): string {
  const [path, moved] = [join(dataFolder, DATABASE_FILE), join(dataFolder, MOVED_FILE)];
  if (existsSync(path) && existsSync(moved)) {
    throw new StartError(`There are ${path} and ${moved}, of an earlier move: take one of them away.`);
  }
  if (existsSync(path)) return path;
  if (existsSync(moved)) return moved;
  throw new StartError(`There is no embedded database in ${dataFolder}: set COUNTERSIGN_DATA to its folder.`);
}

/**
 * Gives the embedded database a name under which no server starts on it: what is used on PostgreSQL is not known to be
 * used here.
 *
 * @returns Where it is, and how to put it back.
 */
export function setAside(dataFolder: string, from: string): { path: string; putBack(): void } {
  const to = join(dataFolder, MOVED_FILE);
  const rename = (before: string, after: string) => {
    if (before === after) return;
    renameSync(before, after);
    syncFolder(dataFolder);
  };
  rename(from, to);
  return { path: to, putBack: () => rename(to, from) };
}

/** From now on whoever puts the embedded database back has an older state, and a start on it knows: see setup/pulse.ts. */
export function forgetLife(dataFolder: string): void {
  rmSync(highWaterFile(dataFolder), { force: true });
  syncFolder(dataFolder);
}
