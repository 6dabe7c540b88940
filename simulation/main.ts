import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ATTACKS } from './attacks.ts';
import { DAY_MS, HOUR_MS, World } from './world.ts';
import { OWNERS, passYear, type Year } from './year.ts';

const { values: options } = parseArgs({
  options: {
    /** As COUNTERSIGN_GUESS_CHANCE. */
    chance: { type: 'string', default: '0.001' },
    /** A folder with room for a few megabytes; one in memory is faster. */
    folder: { type: 'string', default: tmpdir() },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);
const row = (cells: (string | number)[]) =>
  say(
    cells
      .map((cell, at) => (at < 2 ? String(cell).padEnd(at ? 16 : 42) : String(cell).padStart(14)))
      .join(''),
  );
const wait = ({ longestWaitMs }: Year): string =>
  longestWaitMs < 3 * DAY_MS
    ? `${Math.round(longestWaitMs / HOUR_MS)} hours`
    : `${Math.round(longestWaitMs / DAY_MS)} days`;

const folder = mkdtempSync(join(options.folder, 'countersign-simulation-'));
try {
  const world = await World.open(folder, { COUNTERSIGN_GUESS_CHANCE: options.chance });
  say(
    `A year of guessing each, with COUNTERSIGN_GUESS_CHANCE=${options.chance}. The owner comes once a day.\n`,
  );
  row([
    'guesses come …',
    'the owner has',
    'looked at',
    'chance',
    'days refused',
    'longest wait',
    'codes used',
  ]);
  for (const attack of ATTACKS) {
    for (const owner of OWNERS) {
      const year = await passYear(world, attack, owner);
      const chance = `${(100 * year.chance).toPrecision(2)} %`;
      row([attack.name, owner, year.guesses, chance, year.refusals, wait(year), year.recoveryCodes]);
    }
  }
  await world.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
