import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Encrypter } from 'age-encryption';
import { newAgeKey } from './age-keys.ts';
import { codeAt } from './authenticator.ts';
import { apiAt, logIn, scratchFolder, spawnCountersign, spawnServer } from './harness.ts';

const main = new URL('../bin/countersign.js', import.meta.url).pathname;

function start(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, COUNTERSIGN_DATA: folder },
  });
  const text = async (stream: NodeJS.ReadableStream) => {
    let all = '';
    for await (const part of stream.setEncoding('utf8')) all += part;
    return all;
  };
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code, stdout, stderr }),
  );
  return { child, ended };
}

const run = (folder: string, ...args: string[]) => start(folder, ...args).ended;

test('a backup is taken of a running server, proved, and restored; nothing that was accepted works again', async (t) => {
  const scratch = scratchFolder(t);
  const [data, elsewhere] = [join(scratch, 'data'), join(scratch, 'elsewhere')];
  const file = join(scratch, 'monday.age');
  const { privateKey: identity, publicKey: recipient } = await newAgeKey();
  const identityFile = join(scratch, 'identity');
  writeFileSync(identityFile, `# a remark\n${identity}\n`);
  const opened = ['--identity', identityFile];
  const refused = async (said: RegExp, folder: string, ...args: string[]) => {
    const { code, stdout, stderr } = await run(folder, ...args);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, said);
  };

  let server = await spawnServer(t, data);
  let admin = apiAt(server.origin, await logIn(server.origin));
  const { id } = (await admin.post('/users', { first_name: 'Ada' })).body;
  const path = `/users/${id}/credentials_totp`;
  await admin.post(path);
  const { secret } = (await admin.post(`${path}/enrollment`)).body;
  const nowMs = Date.now();
  const code = (steps: number) => codeAt(secret, nowMs + steps * 30_000);
  const verify = async (text: string) => (await admin.post(`${path}/verify`, { code: text })).body;
  assert.equal((await verify(code(-1))).accepted, true);
  const recovery: string[] = (await admin.post(`/users/${id}/recovery_codes`)).body.codes;
  assert.equal((await verify(code(0))).accepted, true, 'before the backup');

  // While others write.
  const writing = { on: true };
  const writer = (async () => {
    let written = 0;
    for (; writing.on; written++) await admin.post('/groups', { name: `Group ${written}` });
    return written;
  })();
  const taken = await run(data, 'backup', file, '--recipient', recipient, '--with-master-key', '--json');
  writing.on = false;
  assert.ok((await writer) > 5);
  assert.equal(taken.code, 0, taken.stderr);
  const { counts, sha256, bytes, has_master_key } = JSON.parse(taken.stdout);
  assert.deepEqual(
    [counts.users, counts.second_factors, counts.recovery_codes, has_master_key],
    [2, 1, 10, true],
  );
  assert.deepEqual([statSync(file).size, statSync(file).mode & 0o777], [bytes, 0o600]);
  const sealed = readFileSync(file);
  assert.match(sealed.toString('latin1'), /^age-encryption\.org\/v1\n/);
  assert.ok(!sealed.includes('SQLite format'));
  assert.deepEqual(
    readdirSync(data).filter((name) => /backup|unfinished/.test(name)),
    [],
  );

  assert.equal((await verify(code(1))).accepted, true, 'after the backup');
  const used = (await admin.post(`/users/${id}/recovery_codes/verify`, { code: recovery[0] })).body;
  assert.equal(used.accepted, true);

  // On trial, which is remembered.
  const drilled = await run(data, 'restore', file, ...opened, '--drill', '--json');
  assert.equal(drilled.code, 0, drilled.stderr);
  const drill = JSON.parse(drilled.stdout);
  assert.deepEqual(
    [drill.proved, drill.seeds_opened, drill.remembered, drill.counts],
    [true, 1, true, counts],
  );
  assert.equal(drill.audit_records, counts.audit_records);
  const events: { action: string; source: string; detail: string }[] = (await admin.get('/audit_events'))
    .body;
  const of = (action: string) => events.find((event) => event.action === action);
  assert.deepEqual([of('prove_backup')?.source, of('prove_backup')?.detail], ['operator', sha256]);

  const { findings } = JSON.parse((await run(data, 'doctor', '--json')).stdout);
  const found = findings.find(({ check }: { check: string }) => check === 'restore');
  assert.match(found.says, /^Proved restorable at \S+Z: the backup of /);

  // What must not be done, or cannot.
  await refused(/is there already/, data, 'backup', file, '--recipient', recipient);
  await refused(/^Say to whom/, data, 'backup', join(scratch, 'x.age'));
  await refused(/is no public key/, data, 'backup', join(scratch, 'x.age'), '--recipient', 'age1nobody');
  const mistaken = await run(data, 'backup', join(scratch, 'x.age'), '--recipient', identity);
  assert.equal(mistaken.code, 1);
  assert.match(mistaken.stderr, /^Recipient 1 is a private key: /);
  assert.ok(!mistaken.stderr.includes(identity));
  await refused(
    /^This command writes to a file/,
    data,
    'backup',
    's3://bucket/x.age',
    '--recipient',
    recipient,
  );
  const nowhere = join(scratch, 'nowhere', 'x.age');
  await refused(
    /^No file can be made in .*nowhere \(ENOENT\): /,
    data,
    'backup',
    nowhere,
    '--recipient',
    recipient,
  );
  await refused(/^There is an installation in /, data, 'restore', file, ...opened);
  const stranger = join(scratch, 'stranger');
  writeFileSync(stranger, (await newAgeKey()).privateKey);
  await refused(/does not open with this key/, elsewhere, 'restore', file, '--identity', stranger);
  const damaged = join(scratch, 'damaged.age');
  for (const damage of [sealed.subarray(0, -70_000), Buffer.from(sealed).fill('?', 5_000, 5_008)]) {
    writeFileSync(damaged, damage);
    await refused(/ is damaged: /, elsewhere, 'restore', damaged, ...opened);
  }
  await refused(/ is damaged: /, data, 'restore', damaged, ...opened, '--drill');
  assert.deepEqual(readdirSync(elsewhere), ['countersign.lock'], 'nothing half restored');

  // Broken off by Ctrl-C, once the copy is there.
  const password = join(scratch, 'password');
  writeFileSync(password, 'correct horse battery staple\n');
  const broken = start(data, 'backup', join(scratch, 'x.age'), '--password-file', password);
  while (!existsSync(join(data, 'countersign.backup'))) await sleep(5);
  broken.child.kill('SIGINT');
  const { code: brokenCode, stderr: said } = await broken.ended;
  assert.deepEqual([brokenCode, said], [1, 'Broken off. Nothing is left of it.\n']);
  const left = [...readdirSync(data), ...readdirSync(scratch)].filter((name) => /backup|x\.age/.test(name));
  assert.deepEqual(left, []);

  // In earnest, on another machine.
  assert.equal(await server.stop('SIGKILL'), null);
  const restored = await run(elsewhere, 'restore', file, ...opened);
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stdout, /: 2 users, 1 second factor\.\nThe audit log is whole .* open \(1\)\.\n/);
  assert.equal(statSync(join(elsewhere, 'countersign.keys')).mode & 0o777, 0o600);
  server = await spawnServer(t, elsewhere);
  admin = apiAt(server.origin, await logIn(server.origin));
  for (const steps of [-1, 0, 1]) assert.equal((await verify(code(steps))).accepted, false, `step ${steps}`);
  for (const one of recovery.slice(0, 2)) {
    const again = (await admin.post(`/users/${id}/recovery_codes/verify`, { code: one })).body;
    assert.equal(again.accepted, false);
  }
  assert.equal((await run(elsewhere, 'audit', 'verify')).code, 0);

  // Without the master key.
  const second = join(scratch, 'tuesday.age');
  const without = await run(elsewhere, 'backup', second, '--recipient', recipient);
  assert.match(without.stdout, /\nThe master key is not in it/);
  assert.equal(await server.stop(), 0);
  const third = join(scratch, 'third');
  const keyless = await run(third, 'restore', second, ...opened);
  assert.match(
    keyless.stdout,
    /\nPut the master key there before you start\. It was not checked: there is no /,
  );
  assert.equal(await spawnCountersign(third).stop('SIGCONT'), 1, 'it does not start without the key');

  // A password opens, too; this one costs less to try than ours.
  const encrypter = new Encrypter();
  encrypter.setPassphrase('correct horse battery staple');
  encrypter.setScryptWorkFactor(10);
  writeFileSync(damaged, await encrypter.encrypt('no backup\n'));
  await refused(
    /^The file opens, but is no backup/,
    third + 1,
    'restore',
    damaged,
    '--password-file',
    password,
  );
});
