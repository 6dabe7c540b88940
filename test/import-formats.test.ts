import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { encode } from 'uqr';
import { codeAt } from './authenticator.ts';
import { apiAt, logIn, runCountersign, scratchFolder, spawnServer } from './harness.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SEED = '12345678901234567890';
const fixtures = new URL('fixtures/import/', import.meta.url).pathname;

test('protected files, pictures and accounts of other names come in at the command line', async (t) => {
  const scratch = scratchFolder(t);
  const data = join(scratch, 'data');
  const given = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const countersign = (...args: string[]) => runCountersign(args, { COUNTERSIGN_DATA: data });
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
  assert.match(
    unknown.stdout,
    /^key 1 {2}0755225266 {2}refused: The account is no e-mail address: say with --accounts/,
  );
  const accounts = given('accounts.csv', 'account,e-mail\n0755225266,grace@example.com\n');
  const known = await countersign('user', 'import', token, '--accounts', accounts);
  assert.match(known.stdout, /^key 1 {2}grace@example\.com {2}imported \(new user\)\n/);

  const several = await countersign('user', 'import', token, picture, '--accounts', accounts, '--dry-run');
  assert.deepEqual(several.stdout.split('\n').slice(0, 1).concat(several.stdout.split('\n').slice(-2)), [
    `${token}, key 1  grace@example.com  unchanged`,
    `${picture}, line 1  linus@example.com  unchanged`,
    '',
  ]);

  // Out again, and back in: by a password, and by keys of every length.
  const exportAs = (name: string, ...args: string[]) =>
    countersign('export', join(scratch, name), '--format', 'pskc', ...args);
  const longer = given('longer.txt', 'correct horse battery\n');
  const ways: [string, ...string[]][] = [['password.pskcxml', '--password-file', longer]];
  for (const bits of [128, 192, 256]) {
    ways.push([`${bits}.pskcxml`, '--key-file', given(`${bits}.txt`, `${'0f'.repeat(bits / 8)}\n`)]);
  }
  for (const [name, ...protection] of ways) {
    const file = join(scratch, name);
    const exported = await exportAs(name, ...protection);
    assert.equal(exported.stdout, `${file}: 3 keys.\n`, exported.stderr);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const text = readFileSync(file, 'utf8');
    for (const secret of [SECRET, Buffer.from(SEED).toString('base64'), 'correct horse']) {
      assert.ok(!text.includes(secret));
    }
    const back = await countersign('user', 'import', file, ...protection);
    assert.equal(
      back.stdout,
      'key 1  ada@example.com  unchanged\nkey 2  linus@example.com  unchanged\nkey 3  grace@example.com  unchanged\n',
    );
  }
  const refusals: [RegExp, ...string[]][] = [
    [/^Say what protects PSKC/],
    [/^Say what protects PSKC/, '--password-file', longer, '--key-file', longer],
    [/^Say what protects PSKC/, '--password-file', longer, '--recipient', 'age1'],
    [/^The password must have 12 characters/, '--password-file', password],
    [/^PSKC cannot be protected: the key must be 128, 192 or 256 bits/, '--key-file', password],
    [/^The format must be/, '--format', 'csv', '--password-file', longer],
  ];
  for (const [why, ...args] of refusals) {
    const refused = await exportAs('refused.pskcxml', ...args);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, why);
  }
  const events: { action: string }[] = (await admin.get('/audit_events')).body;
  assert.equal(events.filter(({ action }) => action === 'export_two_factor').length, ways.length);
});
