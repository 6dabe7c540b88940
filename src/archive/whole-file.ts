import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { StartError } from '../core/start-error.ts';

/**
 * Writes a file for its owner alone. It appears whole or not at all, and is on disk afterwards.
 *
 * @param signal Breaks it off and leaves nothing.
 * @returns Length and SHA-256 of the file.
 * @throws StartError for a file that is there already.
 */
export async function writeWhole(
  path: string,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  if (existsSync(path)) throw new StartError(`${path} is there already: name another file.`);
  const unfinished = `${path}.unfinished`;
  const hash = createHash('sha256');
  let bytes = 0;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', 0o600);
  try {
    for await (const part of content) {
      signal.throwIfAborted();
      hash.update(part);
      bytes += part.length;
      await file.writeFile(part);
    }
    await file.sync();
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}
