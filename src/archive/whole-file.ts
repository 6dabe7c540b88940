import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '../core/start-error.ts';
import { syncFolder } from '../store/sync-folder.ts';

/** Length of a file in bytes, and its SHA-256 in hexadecimal. */
interface Written {
  bytes: number;
  sha256: string;
}

/** Where a file is until it is whole. What was killed leaves it there. */
export const unfinishedAt = (path: string): string => `${path}.unfinished`;

/**
 * Writes a file for its owner alone. It appears whole or not at all, and is on disk afterwards.
 *
 * @param signal Breaks it off and leaves nothing.
 * @returns Length and SHA-256 of the file.
 * @throws StartError for a file that is there already, or cannot be made.
 */
export async function writeWhole(
  path: string,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Written> {
  if (existsSync(path)) throw new StartError(`${path} is there already: name another file.`);
  const unfinished = unfinishedAt(path);
  await rm(unfinished, { force: true });
  try {
    const written = await writeNew(unfinished, content, signal);
    await rename(unfinished, path);
    syncFolder(dirname(path));
    return written;
  } catch (error) {
    // One that came in between is another's.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(unfinished, { force: true });
    throw error;
  }
}

/**
 * Writes a file for its owner alone, which is on disk afterwards. Broken off, what is there of it stays.
 *
 * @param tell Hears how many bytes are there.
 * @throws StartError when no file can be made in the folder.
 */
export async function writeNew(
  path: string,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  tell?: (bytes: number) => void,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? error : cannotBeMade(path, error);
  });
  try {
    for await (const part of content) {
      signal.throwIfAborted();
      hash.update(part);
      bytes += part.length;
      await file.writeFile(part);
      tell?.(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

const cannotBeMade = (path: string, { code }: NodeJS.ErrnoException): StartError =>
  new StartError(
    `No file can be made in ${dirname(path)} (${code}): name a folder that is there and that this account may write to.`,
  );
