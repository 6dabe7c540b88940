import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTACKS } from '../simulation/attacks.ts';
import { DAY_MS, HOUR_MS, World } from '../simulation/world.ts';
import { type OwnerKind, passYear } from '../simulation/year.ts';
import { scratchFolder } from './harness.ts';

const CHANCE = 0.001;
const attackNamed = (name: string) => ATTACKS.find((attack) => attack.name === name) ?? assert.fail(name);

test('a year of guessing stays within the chance that was stated, and the owner with a known device gets in (privacyIDEA 1578)', async (t) => {
  const world = await World.open(scratchFolder(t), { COUNTERSIGN_GUESS_CHANCE: String(CHANCE) });
  t.after(() => world.close());
  const run = (name: string, owner: OwnerKind) => passYear(world, attackNamed(name), owner);

  for (const attack of ATTACKS.filter(({ stealsDeviceToken }) => !stealsDeviceToken)) {
    const year = await passYear(world, attack, 'a known device');
    assert(year.chance <= CHANCE, `${attack.name}: ${year.chance}`);
    assert(year.guesses > 300, `${attack.name}: an attack that is not slow to begin with`);
    assert.deepEqual([year.refusals, year.longestWaitMs], [0, 0], attack.name);
  }

  await t.test(
    'without a known device the owner is kept out, and no longer than the attack lasts',
    async () => {
      const endless = await run('whenever a guess is possible', 'no known device');
      assert(endless.chance <= CHANCE);
      assert(endless.refusals <= 365);
      const burst = await run('saved up, all at once', 'no known device');
      assert(burst.chance <= CHANCE);
      assert(burst.longestWaitMs <= 30 * HOUR_MS, 'one refill of the long-term bucket');
      assert(burst.refusals <= 2 * Math.ceil(365 / 23), 'two mornings each time that it is full');
    },
  );

  await t.test(
    'with recovery codes the owner gets in, one code for each day on which there is no budget',
    async () => {
      const year = await run('whenever a guess is possible', 'recovery codes');
      assert.deepEqual([year.refusals, year.longestWaitMs], [0, 0]);
      assert(year.chance <= CHANCE);
      assert(year.recoveryCodes <= 365);
    },
  );

  await t.test(
    'the token of a known device, stolen, is good for one more budget until it is noticed',
    async () => {
      const year = await run("also with the token of the owner's device", 'a known device');
      assert(year.chance <= 1.2 * CHANCE, String(year.chance));
      assert(year.longestWaitMs > 300 * DAY_MS, 'then the device is known no longer');
    },
  );
});
