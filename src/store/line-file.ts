import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Adds a line to a file, which is made for its owner alone if it is not there. It is on disk afterwards. What a
 * power cut left half-written stays a line of its own.
 */
export function appendLine(path: string, line: string): void {
  const file = openSync(path, 'a+', 0o600);
  try {
    writeSync(file, `${endsInsideLine(file) ? '\n' : ''}${line}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function endsInsideLine(file: number): boolean {
  const stat = fstatSync(file);
  // Neither a pipe nor a device has an end to look at.
  if (!stat.isFile() || stat.size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, stat.size - 1);
  return last[0] !== 0x0a;
}

export const fileExists = (path: string): boolean => existsSync(path);

/**
 * Reads a file line by line, however long it is.
 *
 * @throws Error when it cannot be read.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = await open(path);
  yield* file.readLines();
}
