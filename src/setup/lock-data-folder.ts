import { join } from 'node:path';
import { makeDataFolder } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { LockTaken, takeLock } from '../store/lock.ts';

/**
 * Keeps a second server out of the data folder for as long as this process lives.
 *
 * @returns How to let go of it.
 * @throws StartError when another server is on it, or it is not writable.
 */
export function lockDataFolder(path: string): () => void {
  makeDataFolder(path);
  try {
    return takeLock(join(path, 'countersign.lock'));
  } catch (error) {
    throw new StartError(
      error instanceof LockTaken
        ? `Another Countersign is running on the data folder ${path}: stop it, or set COUNTERSIGN_DATA to another folder.`
        : `The data folder ${path} cannot be locked (${(error as Error).message}): make it writable, or set COUNTERSIGN_DATA to a folder that is.`,
    );
  }
}
