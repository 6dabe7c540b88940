import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { newAgeKey } from './age-keys.ts';
import { CLIENT_ID, CLIENT_SECRET, scratchFolder, spawnServer } from './harness.ts';

const root = join(import.meta.dirname, '..');

test('the commands of docs/operate.md work, one after the other, beside the server', async (t) => {
  const text = readFileSync(join(root, 'docs/operate.md'), 'utf8');
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands);
  assert.ok(blocks.length > 7);
  const folder = scratchFolder(t);
  const data = join(folder, 'data');
  await spawnServer(t, data);
  const { privateKey: identity, publicKey } = await newAgeKey();
  for (const name of ['backup-key.txt', 'move-key.txt']) writeFileSync(join(folder, name), identity);
  writeFileSync(
    join(folder, 'keys.txt'),
    'otpauth://totp/grace@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n',
  );
  const fixtures = join(root, 'test/fixtures/import');
  copyFileSync(join(fixtures, 'authelia.csv'), join(folder, 'authelia.csv'));
  writeFileSync(join(folder, 'accounts.csv'), 'ada,mary@example.com\ngrace,john@example.com\n');
  writeFileSync(join(folder, 'password.txt'), 'correct horse battery\n');
  const looker = await spawnServer(t, join(folder, 'looker'));
  const key = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  writeFileSync(join(folder, 'looker-key.json'), JSON.stringify(key));
  const script = `countersign() { node '${join(root, 'bin/countersign.js')}' "$@"; }\n${blocks.join('')}`;
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], {
    cwd: folder,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      COUNTERSIGN_DATA: data,
      looker: looker.origin,
      public_key: publicKey,
      receiver: 'https://127.0.0.1:1/events',
    },
  });
  assert.match(stdout, /can be restored: /);
  assert.match(stdout, /^line 1 {2}grace@example\.com {2}imported \(new user\)$/m);
  assert.match(stdout, /^line 3 {2}john@example\.com {2}imported \(new user\)$/m);
  assert.match(stdout, /^user 1 {2}admin@example\.com {2}unchanged$/m);
  assert.match(
    stdout,
    /keys\.pskcxml: 3 keys\.\n(line \d {2}\S+ {2}unchanged\n){3}key 1 {2}\S+ {2}unchanged\n/,
  );
  assert.match(stdout, /grace\.age: 1 key\.\nline 1 {2}grace@example\.com {2}unchanged\n/);
});
