import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newAgeKey, opened } from './age-keys.ts';
import { apiAt, logIn, scratchFolder, spawnCountersign, spawnServer } from './harness.ts';
import { operator } from './operator.ts';

const [ADA, GRACE] = ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U'];

test('the key of one person leaves by the command line, in each format, and comes in elsewhere', async (t) => {
  const scratch = scratchFolder(t);
  const data = join(scratch, 'data');
  const { run, answer, refused } = operator({ COUNTERSIGN_DATA: data });
  const path = (name: string) => join(scratch, name);
  const given = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const server = await spawnServer(t, data);
  const admin = apiAt(server.origin, await logIn(server.origin));
  const keys = given(
    'keys.txt',
    `otpauth://totp/ada@example.com?secret=${ADA}\notpauth://totp/grace@example.com?secret=${GRACE}\n`,
  );
  assert.equal((await run('user', 'import', keys)).code, 0);
  const { user_id: asked } = await answer('user', 'add', '--email', 'bob@example.com');
  await admin.post(`/users/${asked}/credentials_totp`);
  const { id } = (await admin.get('/users/credential/email/grace@example.com')).body;

  const key = await newAgeKey();
  const to = ['--recipient', key.publicKey];
  const sealed = await run('export', path('grace.age'), '--user', 'grace@example.com', ...to);
  assert.equal(sealed.stdout, `${path('grace.age')}: 1 key.\n`, sealed.stderr);
  const text = await opened(readFileSync(path('grace.age')), key);
  assert.match(
    text,
    new RegExp(`^otpauth://totp/Countersign:grace%40example\\.com\\?secret=${GRACE}&.*\\n$`),
  );
  const password = given('password.txt', 'correct horse battery\n');
  const inPskc = ['--format', 'pskc', '--password-file', password];
  assert.equal((await answer('export', path('grace.pskcxml'), '--user', id, ...inPskc)).keys, 1);
  const byPassword = ['--password-file', password];
  assert.equal((await answer('export', path('grace2.age'), '--user', id, ...byPassword)).keys, 1);

  const events = (await admin.get('/audit_events?action=export_user_two_factor')).body;
  assert.deepEqual(
    events.map((event: Record<string, unknown>) => [event.target_user_id, event.actor_id, event.source]),
    Array(3).fill([id, null, 'operator']),
  );
  assert.deepEqual((await admin.get('/audit_events?action=export_two_factor')).body, []);

  const refusals: [RegExp, ...string[]][] = [
    [/^There is no user nobody@example\.com\.\n$/, 'nobody@example.com'],
    [/^There is no user 99\.\n$/, '99'],
    [/^User 1 has not set up a second factor\.\n$/, '1'],
    [new RegExp(`^User ${asked} has not set up a second factor\\.\\n$`), 'bob@example.com'],
  ];
  for (const [why, whom] of refusals) {
    await refused(why, 'export', path('refused.age'), '--user', whom as string, ...to);
    assert.ok(!existsSync(path('refused.age')));
  }
  assert.equal((await admin.get('/audit_events?action=export_user_two_factor')).body.length, 3);

  const elsewhere = operator({ COUNTERSIGN_DATA: join(scratch, 'elsewhere') });
  await spawnServer(t, join(scratch, 'elsewhere'));
  const identity = ['--identity', given('key.txt', `${key.privateKey}\n`)];
  const imports: [string, string[], string][] = [
    ['grace.age', identity, 'line 1  grace@example.com  imported (new user)\n'],
    ['grace2.age', byPassword, 'line 1  grace@example.com  unchanged\n'],
    ['grace.pskcxml', byPassword, 'key 1  grace@example.com  unchanged\n'],
  ];
  for (const [name, opening, reported] of imports) {
    const imported = await elsewhere.run('user', 'import', path(name), ...opening);
    assert.equal(imported.stdout, reported, imported.stderr);
  }
  await elsewhere.refused(/grace\.age is sealed: say --identity/, 'user', 'import', path('grace.age'));
  writeFileSync(path('cut.age'), readFileSync(path('grace.age')).subarray(0, -1));
  await elsewhere.refused(/cut\.age is damaged/, 'user', 'import', path('cut.age'), ...identity);
});

test('a public key to move people to that is none stops the start', async (t) => {
  const settings = { COUNTERSIGN_PORT: '0', COUNTERSIGN_MOVE_TO: 'age1nobody' };
  const server = spawnCountersign(join(scratchFolder(t), 'data'), settings);
  assert.equal(await server.stop('SIGCONT'), 1);
  assert.match(
    server.output.stderr,
    /^COUNTERSIGN_MOVE_TO is not right: Recipient 1 is no public key: .*\n$/,
  );
});
