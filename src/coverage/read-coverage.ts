import { othersTurn } from '../core/others-turn.ts';
import type { Reader } from '../store/database.ts';
import { userIdRanges } from '../users/user-id-ranges.ts';
import {
  countArrived,
  countEnrolled,
  countLocked,
  countMembers,
  countRefused,
  type GroupRow,
  type MembersRow,
  type StepRow,
  selectLargestGroups,
} from './queries.ts';

const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;
const WEEKS = 12;
const DAYS = 30;

/** So many groups are shown. */
const GROUPS = 12;

/** So many members are looked at in one go; then others have their turn. */
const AT_ONCE = 5_000;

/** How many there were at a moment, and how many of them had a second factor. */
export interface Share {
  people: number;
  enrolled: number;
}

/**
 * How many have a second factor, week by week up to now. It is told of those who are here today: of whoever was deleted
 * or disabled there is nothing left to count, and a factor that was reset counts from when it was set up anew.
 */
export async function readShares(reader: Reader, nowMs: number): Promise<(Share & { atMs: number })[]> {
  const steps = { startMs: nowMs - WEEKS * WEEK_MS, stepMs: WEEK_MS };
  const arrived = new Array<number>(WEEKS + 1).fill(0);
  const enrolled = new Array<number>(WEEKS + 1).fill(0);
  for await (const { fromId, toId } of userIdRanges(reader)) {
    addTo(arrived, await reader.all<StepRow>(countArrived(steps, fromId, toId)));
    addTo(enrolled, await reader.all<StepRow>(countEnrolled(steps, fromId, toId)));
  }
  let [people, having] = [0, 0];
  return arrived.map((count, step) => {
    people += count;
    having += enrolled[step] ?? 0;
    return { atMs: steps.startMs + step * WEEK_MS, people, enrolled: having };
  });
}

/** The same for the largest groups, now. */
export async function readGroupShares(reader: Reader): Promise<(Share & GroupRow)[]> {
  const groups = await reader.all<GroupRow>(selectLargestGroups(GROUPS));
  const shares: (Share & GroupRow)[] = [];
  for (const group of groups) {
    const share = { ...group, people: 0, enrolled: 0 };
    for (let after = 0; ; ) {
      const row = await reader.get<MembersRow>(countMembers(group.id, after, AT_ONCE));
      if (!row || row.last === null) break;
      share.people += row.people;
      share.enrolled += row.enrolled;
      after = row.last;
      await othersTurn();
    }
    shares.push(share);
  }
  return shares;
}

/** What went wrong on each of the last days, today the last. Days are those of UTC. */
export async function readFailures(
  reader: Reader,
  nowMs: number,
): Promise<{ dayMs: number; wrongCodes: number; lockouts: number }[]> {
  const startMs = (Math.floor(nowMs / DAY_MS) - DAYS + 1) * DAY_MS;
  const wrong = new Array<number>(DAYS).fill(0);
  const locked = new Array<number>(DAYS).fill(0);
  addTo(wrong, await reader.all<StepRow>(countRefused(startMs, DAY_MS)));
  addTo(locked, await reader.all<StepRow>(countLocked(startMs, DAY_MS)));
  return wrong.map((wrongCodes, day) => ({
    dayMs: startMs + day * DAY_MS,
    wrongCodes,
    lockouts: locked[day] ?? 0,
  }));
}

function addTo(counts: number[], rows: StepRow[]): void {
  for (const { step, people } of rows) {
    const at = Math.min(step, counts.length - 1);
    counts[at] = (counts[at] ?? 0) + people;
  }
}
