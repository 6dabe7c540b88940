import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SignOfLife } from '../continuity/fence.ts';

export const highWaterFile = (dataFolder: string): string => join(dataFolder, 'countersign.high-water');

/**
 * Remembers the latest sign of life in a file beside the database, together with which file it is: a copy that
 * is put back, with or without the database, is another file, and tells so.
 */
export function writeHighWater(path: string, beatMs: number): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, `${beatMs} ${identityOf(fstatSync(file, { bigint: true }))}\n`);
    // An empty file after a power cut would look like none.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/** @returns undefined when there is no such file, or it is not what `writeHighWater` writes. */
export function readHighWater(path: string): SignOfLife | undefined {
  try {
    const [, beat, identity] = /^(\d{1,15}) (\w+)\n$/.exec(readFileSync(path, 'utf8')) ?? [];
    if (beat === undefined) return undefined;
    return {
      beatMs: Number(beat),
      isCopy: identity !== identityOf(statSync(path, { bigint: true })),
    };
  } catch {
    return undefined;
  }
}

/**
 * When the file came into being: no tool that copies files can give a copy the same. Where a file system does not
 * keep it, the number of the file has to do.
 */
const identityOf = ({ ino, birthtimeNs }: { ino: bigint; birthtimeNs: bigint }): string =>
  birthtimeNs > 0n ? `born${birthtimeNs}` : `inode${ino}`;
