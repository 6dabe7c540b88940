import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE, type Stopwatch } from '../context.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

const MB = 2 ** 20;
const LEAST_MB = 200;

/** A log that grows beyond this is not being put in its place, in MB. */
const LARGE_LOG_MB = 256;

const FSYNCS = 20;

/** Of the middle one of several, in milliseconds. */
const SLOW_FSYNC_MS = 30;

/** Looks at the room that is left, and how long it takes until something is on the disk. */
export function checkDisk(dataFolder: string, stopwatch: Stopwatch): Finding[] {
  return [...checkRoom(dataFolder), checkFsync(dataFolder, stopwatch)];
}

function checkRoom(dataFolder: string): Finding[] {
  const { bavail, bsize } = statfsSync(dataFolder);
  const freeMb = Math.floor((bavail * bsize) / MB);
  const database = join(dataFolder, DATABASE_FILE);
  const sizeMb = Math.ceil(statSync(database).size / MB);
  const logMb = Math.floor((statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0) / MB);
  const says = `${freeMb} MB are free; the database has ${sizeMb} MB.`;
  const findings: Finding[] = [];
  if (freeMb < LEAST_MB)
    findings.push(wrong('disk space', says, 'Make room: a full disk stops every change.'));
  else if (freeMb < sizeMb)
    findings.push(warning('disk space', says, 'Make room: a backup needs a copy of the database.'));
  else findings.push(good('disk space', says));
  if (logMb > LARGE_LOG_MB) {
    findings.push(
      warning(
        'write-ahead log',
        `It has ${logMb} MB.`,
        'Something has been reading an old state for long: a backup that hangs, or another program with the database open.',
      ),
    );
  }
  return findings;
}

function checkFsync(dataFolder: string, stopwatch: Stopwatch): Finding {
  const path = join(dataFolder, 'countersign.doctor');
  const file = openSync(path, 'w', 0o600);
  const times: number[] = [];
  try {
    for (let index = 0; index < FSYNCS; index++) {
      const from = stopwatch();
      writeSync(file, Buffer.alloc(4_096, index));
      fsyncSync(file);
      times.push(stopwatch() - from);
    }
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
  const middle = times.sort((a, b) => a - b)[FSYNCS / 2] as number;
  const says = `It takes ${middle.toFixed(1)} ms until something is on the disk (fsync).`;
  return middle > SLOW_FSYNC_MS
    ? warning(
        'fsync',
        says,
        'Every change waits for that: use a faster disk, or one with a cache that survives power cuts.',
      )
    : good('fsync', says);
}
