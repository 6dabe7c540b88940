import { DatabaseSync } from 'node:sqlite';

/**
 * Writes the database as it is at this moment to a new file, while others read and write on. What was deleted
 * before is not in it.
 *
 * @throws Error when the database cannot be read or the file cannot be made.
 */
export function copyDatabase(path: string, to: string): void {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    // The backup API starts over whenever another process has written, on a busy server for ever.
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

/** How changes are kept of a database file: `wal`, or otherwise. */
export function journalMode(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return String(database.prepare('PRAGMA journal_mode').get()?.journal_mode);
  } finally {
    database.close();
  }
}

/**
 * Looks through the pages, tables and indexes of a database file.
 *
 * @returns What is wrong first; undefined: nothing.
 */
export function faultIn(path: string): string | undefined {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const found = String(Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
      return found === 'ok' ? undefined : found;
    } finally {
      database.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}
