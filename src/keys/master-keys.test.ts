import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pino } from 'pino';
import { codeAt } from '../../test/authenticator.ts';
import { needsEmbedded, scratchFolder, startInProcess } from '../../test/harness.ts';
import { addEnrolled, secretOf } from '../../test/many-credentials.ts';
import { readConfig } from '../config.ts';
import { openContext } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { listKeys } from '../sealing-keys/list-keys.ts';

const newKey = () => randomBytes(32).toString('base64');
const log = pino({ level: 'silent' });

/** Opens a data folder as a start does, and says what it is wrapped with. */
async function open(folder: string, settings: Record<string, string> = {}) {
  const context = await openContext(readConfig({ COUNTERSIGN_DATA: folder, ...settings }), { log });
  const keys = await listKeys(context.database);
  await context.database.close();
  return keys.map(({ key_id, master_key_id }) => ({ key_id, master_key_id }));
}

/** What a start says that does not come about. It repeats nothing of a key. */
async function refusal(folder: string, settings: Record<string, string> = {}): Promise<string> {
  const error = await open(folder, settings).then(
    () => new Error('it opened'),
    (reason: Error) => reason,
  );
  assert.ok(error instanceof StartError, error);
  assert.ok(!error.message.includes('\n'));
  const secret = settings.COUNTERSIGN_MASTER_KEY ?? 'canary';
  assert.ok(!error.message.includes(secret), error.message);
  return error.message;
}

test('the first start makes a key file for its owner alone, and the next ones use it', async (t) => {
  const folder = scratchFolder(t);
  const path = join(folder, 'countersign.keys');
  const made = await open(folder);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(await open(folder), made);

  const right = readFileSync(path, 'utf8');
  for (const [text, why] of [
    ['', 'there is no key in it'],
    ['# nothing but a remark\n', 'there is no key in it'],
    ['{"instance_id":1}', 'there is no key in it'],
    ['{"keys":[null]}', 'a key must be 32 bytes in Base64'],
    ['{', 'it is not JSON'],
    [`${newKey().slice(4)}\n`, 'a key must be 32 bytes in Base64'],
    [newKey().replace(/^./, '*'), 'a key must be 32 bytes in Base64'],
  ] as const) {
    writeFileSync(path, text);
    assert.equal(
      await refusal(folder),
      `The key file ${path} cannot be used (${why}): put back the one that belongs to it.`,
    );
  }
  writeFileSync(path, `${newKey()}\n`);
  assert.equal(
    await refusal(folder),
    `The key file ${path} does not fit the database (key ${made[0]?.key_id}): put back the one that belongs to it.`,
  );
  for (const mode of [0o640, 0o604, 0o660]) {
    writeFileSync(path, right);
    chmodSync(path, mode);
    assert.equal(await refusal(folder), `The key file ${path} can be read by others: chmod 600 it.`);
  }
  unlinkSync(path);
  assert.equal(
    await refusal(folder),
    `The key file ${path} is missing: put the one there that belongs to the database.`,
  );
  assert.ok(!existsSync(path), 'no new key is made for a database that has one');
});

test('the master key comes from the environment, or a file of its own', async (t) => {
  const folder = scratchFolder(t);
  const settings = { COUNTERSIGN_MASTER_KEY: newKey() };
  const made = await open(folder, settings);
  assert.deepEqual(await open(folder, settings), made);
  assert.ok(!existsSync(join(folder, 'countersign.keys')));
  assert.match(
    await refusal(folder, { COUNTERSIGN_MASTER_KEY: newKey() }),
    /^The COUNTERSIGN_MASTER_KEY does not fit the database \(key \w{8}\): give the one that belongs to it\.$/,
  );
  assert.match(
    await refusal(folder, { COUNTERSIGN_MASTER_KEY: 'canary' }),
    /^The COUNTERSIGN_MASTER_KEY cannot be used \(a key must be 32 bytes in Base64\): give /,
  );

  const file = join(scratchFolder(t), 'mounted');
  assert.match(
    await refusal(scratchFolder(t), { COUNTERSIGN_MASTER_KEY_FILE: file }),
    /^The key file .* is missing/,
  );
  assert.ok(!existsSync(file), 'one that somebody else is to put there is not made');
  writeFileSync(file, settings.COUNTERSIGN_MASTER_KEY, { mode: 0o600 });
  assert.deepEqual(await open(folder, { COUNTERSIGN_MASTER_KEY_FILE: file }), made);
});

test('a command that does not give a key stops the start and is not repeated', async (t) => {
  const folder = scratchFolder(t);
  let scripts = 0;
  const say = (script: string): string => {
    const path = join(folder, `${scripts++}.mjs`);
    writeFileSync(path, script);
    return `${process.execPath} ${path}`;
  };
  for (const [command, why] of [
    ['/no/such/program', 'cannot be run (ENOENT)'],
    [say('console.log("canary"); console.error("canary"); process.exit(3)'), 'failed with exit code 3'],
    [say('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9999)'), 'was ended by SIGTERM'],
    [say('console.log("x".repeat(99999))'), 'printed more than 64 KiB'],
  ] as const) {
    assert.equal(
      await refusal(scratchFolder(t), { COUNTERSIGN_MASTER_KEY_COMMAND: command }),
      `The COUNTERSIGN_MASTER_KEY_COMMAND ${why}: run it by hand to see why.`,
    );
  }
});

test('a new master key takes over at a start that knows the old one too, and then works alone', {
  skip: needsEmbedded(),
}, async (t) => {
  const { context } = await startInProcess(t);
  const { first } = await addEnrolled(context, 2);
  // A copy, as it would be after a kill.
  const folder = scratchFolder(t);
  cpSync(context.config.dataFolder, folder, { recursive: true });
  const old = readFileSync(join(folder, 'countersign.keys'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
  const before = await listKeys(context.database);

  const fresh = newKey();
  const both = await open(folder, { COUNTERSIGN_MASTER_KEY: `${fresh}, ${old}` });
  assert.deepEqual(
    both.map(({ key_id }) => key_id),
    before.map(({ key_id }) => key_id),
  );
  assert.notEqual(both[0]?.master_key_id, before[0]?.master_key_id);
  assert.deepEqual(await open(folder, { COUNTERSIGN_MASTER_KEY: fresh }), both);
  assert.match(await refusal(folder), /^The key file .* does not fit the database/);

  const again = await startInProcess(t, { COUNTERSIGN_DATA: folder, COUNTERSIGN_MASTER_KEY: fresh });
  const code = codeAt(secretOf(first), again.clock.nowMs);
  const { body } = await again.admin.post(`/users/${first}/credentials_totp/verify`, { code });
  assert.deepEqual(body, { accepted: true, verified: true });
});
