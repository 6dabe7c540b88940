import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { highWaterFile, readHighWater } from '../setup/high-water.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** So much may two clocks differ, in milliseconds. */
const TOLERANCE_MS = 5_000;

const SET_IT = 'Set the clock, and keep it right with a time service (chrony, systemd-timesyncd).';

/**
 * Holds the clock against what is known without a network: when the server last ran, and the times of the files. A
 * clock that is slow by more than that cannot be noticed here.
 */
export function checkClock(dataFolder: string, nowMs: number): Finding[] {
  const seen = readHighWater(highWaterFile(dataFolder));
  const files = readdirSync(dataFolder).map((name) =>
    statSync(join(dataFolder, name), { throwIfNoEntry: false }),
  );
  const newestMs = Math.max(0, ...files.map((file) => file?.mtimeMs ?? 0));
  const latestMs = Math.max(newestMs, seen?.beatMs ?? 0);
  const behind = Math.round((latestMs - nowMs) / 1_000);
  const findings: Finding[] = [
    latestMs > nowMs + TOLERANCE_MS
      ? wrong('clock', `It is ${behind} s behind the last sign of life: codes are refused.`, SET_IT)
      : good('clock', `It says ${new Date(nowMs).toISOString()}, which is after all that is known.`),
  ];
  if (seen?.isCopy) {
    findings.push(
      warning(
        'continuity',
        'The data folder was copied or put back: the next start makes void what works once.',
        'If it was only moved, say so before that: countersign moved.',
      ),
    );
  }
  return findings;
}
