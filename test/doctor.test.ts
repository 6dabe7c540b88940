import assert from 'node:assert/strict';
import { chmodSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { runCountersign, scratchFolder, spawnServer } from './harness.ts';

interface Finding {
  check: string;
  state: string;
  says: string;
  remedy?: string;
}

test('an operator asks what is wrong with an installation, and is told what to do', async (t) => {
  const folder = join(scratchFolder(t), 'data');
  const doctor = (settings: Record<string, string> = {}, ...args: string[]) =>
    runCountersign(['doctor', ...args], { COUNTERSIGN_DATA: folder, ...settings });
  const findings = async (settings: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await doctor(settings, '--json');
    assert.equal(stderr, '');
    const { healthy, findings } = JSON.parse(stdout) as { healthy: boolean; findings: Finding[] };
    assert.equal(code, healthy ? 0 : 1);
    for (const { state, remedy } of findings) assert.equal(remedy !== undefined, state !== 'good');
    return Object.fromEntries(findings.map((finding) => [finding.check, finding]));
  };

  assert.match((await doctor()).stderr, /^The database in .* cannot be opened/);

  const server = await spawnServer(t, folder);
  const beside = await doctor({
    COUNTERSIGN_PUBLIC_URL: 'https://id.example.com',
    COUNTERSIGN_TRUST_PROXY: '10.0.0.7',
    COUNTERSIGN_SMTP_URL: 'smtp://user:canary-password@mail.example.com:587',
    COUNTERSIGN_MAIL_FROM: 'id@example.com',
  });
  assert.equal(beside.code, 0, beside.stderr);
  assert.deepEqual(
    beside.stdout.match(/^\w+ +[\w-]+(?: \w+)*(?=:)/gm)?.map((line) => line.replace(/ +/, ' ')),
    [
      ...['good clock', 'good files', 'good disk space', 'good fsync', 'good schema', 'good database'],
      ...['good keys', 'warning backup', 'good TLS', 'good mail'],
    ],
  );
  assert.ok(!beside.stdout.includes('canary'));

  const exposed = await findings({
    COUNTERSIGN_HOST: '0.0.0.0',
    COUNTERSIGN_TRUST_PROXY: '10.0.0.7, 0.0.0.0/0',
  });
  assert.deepEqual([exposed.TLS?.state, exposed.proxy?.state], ['wrong', 'wrong']);
  assert.match(exposed.proxy?.says ?? '', /has 0\.0\.0\.0\/0: anybody/);
  const unnamed = await findings({ COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' });
  assert.deepEqual([unnamed.TLS?.state, unnamed.proxy?.state], ['good', 'warning']);
  assert.equal(await server.stop(), 0);

  // What goes wrong with files, keys and clocks.
  chmodSync(join(folder, 'countersign.db'), 0o644);
  const keyFile = join(folder, 'countersign.keys');
  const key = readFileSync(keyFile, 'utf8');
  writeFileSync(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`);
  const tomorrow = Date.now() / 1_000 + 86_400;
  utimesSync(join(folder, 'countersign.lock'), tomorrow, tomorrow);
  const ill = await findings();
  assert.deepEqual([ill.files?.state, ill.keys?.state, ill.clock?.state], ['warning', 'wrong', 'wrong']);
  assert.match(ill.files?.remedy ?? '', /^chmod go= \S*countersign\.db/);
  assert.match(ill.clock?.says ?? '', /^It is 86\d{3} s behind /);
  chmodSync(folder, 0o755);
  assert.equal((await findings()).files?.state, 'wrong');

  writeFileSync(keyFile, key);
  const database = new DatabaseSync(join(folder, 'countersign.db'));
  database.exec("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'later', 0)");
  database.close();
  assert.match((await findings()).schema?.says ?? '', /of a newer Countersign \(schema 9999/);
});
