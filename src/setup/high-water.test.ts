import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCountersign, scratchFolder } from '../../test/harness.ts';
import { highWaterFile, readHighWater, writeHighWater } from './high-water.ts';

const BEAT = 1_800_000_000_000;

/** Until a new file has another time than the last: they are counted in steps of some milliseconds. */
const later = () => sleep(20);

test('the file knows itself, also when its folder is moved or it is written anew, and a copy is none of it', async (t) => {
  const folder = join(scratchFolder(t), 'data');
  const copies = scratchFolder(t);
  mkdirSync(folder);
  const file = highWaterFile(folder);
  for (const beatMs of [BEAT - 1, BEAT]) {
    writeHighWater(file, beatMs);
    assert.deepEqual(readHighWater(file), { beatMs, isCopy: false });
  }
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await later();
  cpSync(folder, join(copies, 'older'), { recursive: true, preserveTimestamps: true });
  const elsewhere = join(copies, 'elsewhere');
  renameSync(folder, elsewhere);
  assert.deepEqual(readHighWater(highWaterFile(elsewhere)), { beatMs: BEAT, isCopy: false });

  const copied = highWaterFile(join(copies, 'older'));
  assert.deepEqual(readHighWater(copied), { beatMs: BEAT, isCopy: true });
  // Put back over the file that is there.
  await later();
  writeHighWater(highWaterFile(elsewhere), BEAT + 1);
  cpSync(copied, highWaterFile(elsewhere), { preserveTimestamps: true });
  assert.deepEqual(readHighWater(highWaterFile(elsewhere)), { beatMs: BEAT, isCopy: true });
});

test('what was not written whole says nothing', (t) => {
  const file = highWaterFile(scratchFolder(t));
  assert.equal(readHighWater(file), undefined);
  for (const text of ['', `${BEAT}`, `${BEAT}\n`, `${BEAT} born1`, 'x born1\n', `-1 born1\n`]) {
    writeFileSync(file, text);
    assert.equal(readHighWater(file), undefined, JSON.stringify(text));
  }
});

test('an operator says of a copy that it was moved', async (t) => {
  const folder = scratchFolder(t);
  const file = highWaterFile(folder);
  writeHighWater(`${file}.original`, BEAT);
  await later();
  cpSync(`${file}.original`, file);
  unlinkSync(`${file}.original`);
  assert.deepEqual(readHighWater(file), { beatMs: BEAT, isCopy: true });
  const said = await runCountersign(['moved', '--data', folder]);
  assert.deepEqual([said.code, said.stderr], [0, '']);
  assert.deepEqual(readHighWater(file), { beatMs: BEAT, isCopy: false });

  const empty = scratchFolder(t);
  const refused = await runCountersign(['moved', '--data', empty]);
  assert.deepEqual([refused.code, refused.stderr], [1, `No server has run on the data folder ${empty}.\n`]);
});
