import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { encode } from 'uqr';
import { codeAt } from './authenticator.ts';
import { apiAt, logIn, scratchFolder, spawnServer } from './harness.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const main = new URL('../bin/countersign.js', import.meta.url).pathname;
const fixtures = new URL('fixtures/import/', import.meta.url).pathname;

test('protected files, pictures and accounts of other names come in at the command line', async (t) => {
  const scratch = scratchFolder(t);
  const data = join(scratch, 'data');
  const given = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const countersign = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { PATH: process.env.PATH, COUNTERSIGN_DATA: data };
      execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  const server = await spawnServer(t, data);
  const admin = apiAt(server.origin, await logIn(server.origin));
  const container = join(fixtures, 'password.pskcxml');

  const without = await countersign('user', 'import', container);
  assert.deepEqual([without.code, without.stdout], [1, '']);
  assert.match(
    without.stderr,
    /^\S+password\.pskcxml cannot be read: it is protected by a password: say --password-file\.\n$/,
  );
  const password = given('password.txt', 'qwerty\n');
  const imported = await countersign('user', 'import', container, '--password-file', password);
  assert.equal(
    imported.stdout,
    'key 1  ada@example.com  imported (new user)\nkey 2  invalid: it counts instead of going by time (HOTP)\n',
  );
  const { body: ada } = await admin.get('/users/credential/email/ada@example.com');
  const code = codeAt(SECRET, Date.now(), {
    algorithm: 'SHA256',
    digits: 8,
    periodSeconds: 60,
  });
  const { body } = await admin.post(`/users/${ada.id}/credentials_totp/verify`, { code });
  assert.equal(body.reason, 'already_used', 'the code is right, and may have been used in the other program');

  const picture = join(scratch, 'code.png');
  const { data: modules, size } = encode(`otpauth://totp/Old:linus@example.com?secret=${SECRET}`, {
    border: 4,
  });
  const png = new PNG({ width: size * 4, height: size * 4 });
  for (let at = 0; at < size * size * 16; at++) {
    const isDark = modules[Math.floor(at / size / 16)]?.[Math.floor((at % (size * 4)) / 4)];
    png.data.fill(isDark ? 0 : 255, at * 4, at * 4 + 3).fill(255, at * 4 + 3, at * 4 + 4);
  }
  writeFileSync(picture, PNG.sync.write(png));
  const pictured = await countersign('user', 'import', picture);
  assert.equal(pictured.stdout, 'line 1  linus@example.com  imported (new user)\n');

  const token = join(fixtures, 'plain.pskcxml');
  const unknown = await countersign('user', 'import', token, '--dry-run');
  assert.match(unknown.stdout, /^key 1 {2}0755225266 {2}refused: 'email' must be an e-mail address/);
  const accounts = given('accounts.csv', 'account,e-mail\n0755225266,grace@example.com\n');
  const known = await countersign('user', 'import', token, '--accounts', accounts);
  assert.match(known.stdout, /^key 1 {2}grace@example\.com {2}imported \(new user\)\n/);
});
