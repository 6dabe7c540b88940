import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../core/start-error.ts';
import { syncFolder } from '../store/sync-folder.ts';

const REMARK = `# The master key of the Countersign whose database is beside it. Keep a copy elsewhere: without it nobody
# gets a second factor out of the database, and with both anybody does. To change it, see docs/keys.md.
`;

/**
 * Reads the key file.
 *
 * @param make Whether to make it if there is none. Never for a database that has data already: that would strand
 * all that is sealed in it.
 * @throws StartError when it is missing, or open to others than its owner.
 */
export function readKeyFile(path: string, make: boolean): string {
  if (!existsSync(path)) {
    if (!make) {
      throw new StartError(
        `The key file ${path} is missing: put the one there that belongs to the database.`,
      );
    }
    writeKeyFile(path, `${randomBytes(32).toString('base64')}\n`);
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new StartError(`The key file ${path} can be read by others: chmod 600 it.`);
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`The key file ${path} cannot be read (${code}): make it this account's.`);
  }
}

/**
 * Appears whole or not at all, and is on disk before anything is sealed with what it holds.
 *
 * @param keys In Base64, one a line.
 */
export function writeKeyFile(path: string, keys: string): void {
  const unfinished = `${path}.new`;
  rmSync(unfinished, { force: true });
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(file, `${REMARK}${keys}`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncFolder(dirname(path));
}
