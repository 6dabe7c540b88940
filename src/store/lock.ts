import { DatabaseSync } from 'node:sqlite';

/** Another process has the lock. */
export class LockTaken extends Error {
  override readonly name = 'LockTaken';
}

const SQLITE_BUSY = 5;

/**
 * Takes a lock that one process can have. It is the operating system's, on a file that SQLite opens: it ends
 * with the process, however that ends, so it is never stale.
 *
 * @returns How to let go of it.
 * @throws LockTaken when another process has it; Error when the file cannot be made.
 */
export function takeLock(path: string): () => void {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const taken = (error as { errcode?: number }).errcode === SQLITE_BUSY;
    throw taken ? new LockTaken('another process has it', { cause: error }) : error;
  }
  return () => lock.close();
}
