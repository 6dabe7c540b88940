import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newAgeKey, opened } from './age-keys.ts';
import { codeAt } from './authenticator.ts';
import { apiAt, logIn, runCountersign, scratchFolder, spawnServer } from './harness.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** A field of a protocol buffer that has bytes or a small whole number. */
const field = (number: number, value: Buffer | string | number): Buffer =>
  typeof value === 'number'
    ? Buffer.of(number << 3, value)
    : Buffer.concat([Buffer.of((number << 3) | 2, Buffer.byteLength(value)), Buffer.from(value)]);

/** As the export of Google Authenticator has a key. */
const migrated = (name: string, seed: string, type = 2, issuer = 'Old'): Buffer =>
  field(
    1,
    Buffer.concat([
      field(1, seed),
      field(2, name),
      field(3, issuer),
      field(4, 1),
      field(5, 1),
      field(6, type),
    ]),
  );

test('people bring the second factors that they have, from three formats, once', async (t) => {
  const scratch = scratchFolder(t);
  const folder = join(scratch, 'data');
  const run = (...args: string[]) => runCountersign(args, { COUNTERSIGN_DATA: folder });
  const importing = async (name: string, text: string, ...args: string[]) => {
    const file = join(scratch, name);
    writeFileSync(file, text);
    const { code, stdout, stderr } = await run('user', 'import', file, '--json', ...args);
    const rows: Record<string, unknown>[] = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return { code, rows, stderr };
  };
  const server = await spawnServer(t, folder);
  const admin = apiAt(server.origin, await logIn(server.origin));
  const userCount = async () => (await admin.get('/users')).body.length;

  const uris = [
    `otpauth://totp/Old:ada@example.com?secret=${SECRET}&issuer=Old`,
    `otpauth://totp/grace@example.com?secret=${SECRET}&algorithm=SHA256&digits=8&period=60`,
    '',
    'otpauth://hotp/eve@example.com?secret=canary',
    `otpauth://totp/nobody?secret=${SECRET}`,
  ].join('\n');
  const trial = await importing('keys.txt', uris, '--dry-run');
  assert.deepEqual(
    [trial.code, trial.rows.map(({ at, outcome }) => `${at} ${outcome}`)],
    [2, ['line 1 imported', 'line 2 imported', 'line 4 invalid', 'line 5 refused']],
  );
  assert.match(trial.stderr, /^On trial, nothing was changed\. imported: 2, invalid: 1, refused: 1\n$/);
  assert.equal(await userCount(), 1);

  const several = [SECRET, SECRET, SECRET.replace('GEZD', 'GEZA')].map(
    (secret, nth) => `otpauth://totp/${nth === 2 ? 'Mary' : 'mary'}@example.com?secret=${secret}`,
  );
  const expected = ['imported true', 'unchanged undefined', 'conflict undefined'];
  const foreseen = await importing('several.txt', several.join('\n'), '--dry-run');
  assert.deepEqual(
    foreseen.rows.map(({ outcome, new_user }) => `${outcome} ${new_user}`),
    expected,
    'a trial foresees what several keys of one person come to',
  );

  const done = await importing('keys.txt', uris);
  assert.deepEqual(
    done.rows.map(({ outcome, new_user }) => [outcome, new_user]),
    [
      ['imported', true],
      ['imported', true],
      ['invalid', undefined],
      ['refused', undefined],
    ],
  );
  assert.ok(!JSON.stringify(done).includes('canary'));
  assert.equal(await userCount(), 3, 'nothing is left of what was refused');
  const again = await importing('keys.txt', uris.split('\n').slice(0, 2).join('\n'));
  assert.deepEqual([again.code, again.rows.map(({ outcome }) => outcome)], [0, ['unchanged', 'unchanged']]);
  const other = await importing('keys.txt', uris.split('\n')[0]?.replace('GEZD', 'GEZA') ?? '');
  assert.deepEqual([other.code, other.rows[0]?.outcome], [2, 'conflict']);

  // What the other program may have accepted counts no more; what is to come does.
  const { body: ada } = await admin.get('/users/credential/email/ada@example.com');
  const path = `/users/${ada.id}/credentials_totp`;
  const now = Date.now();
  const verify = async (steps: number) =>
    (await admin.post(`${path}/verify`, { code: codeAt(SECRET, now + steps * 30_000) })).body;
  assert.equal((await admin.get(path)).body.verified, true);
  for (const steps of [-1, 0]) assert.equal((await verify(steps)).reason, 'already_used');

  const csv = 'upn,serial number,secret key,time interval,manufacturer,model\n';
  const tokens = await importing(
    'tokens.csv',
    `${csv}"linus@example.com",1234567,${SECRET},60,Contoso,HardwareKey\nalan@example.com,7,short,30,,\n`,
  );
  assert.deepEqual(
    tokens.rows.map(({ account, outcome }) => [account, outcome]),
    [
      ['linus@example.com', 'imported'],
      [undefined, 'invalid'],
    ],
  );

  const payload = Buffer.concat([
    migrated('Old:barbara@example.com', '12345678901234567890'),
    migrated('counter@example.com', '12345678901234567890', 1),
    migrated('Old: Lab:barbara@example.com', '12345678901234567890', 2, 'Old: Lab'),
    field(2, 1),
  ]).toString('base64');
  const phone = await importing(
    'phone.txt',
    `otpauth-migration://offline?data=${encodeURIComponent(payload)}\notpauth-migration://offline?data=AAAA\n`,
  );
  assert.deepEqual(
    phone.rows.map(({ at, outcome, why }) => [at, outcome, why]),
    [
      ['line 1, key 1', 'imported', undefined],
      ['line 1, key 2', 'invalid', 'it counts instead of going by time (HOTP)'],
      ['line 1, key 3', 'unchanged', undefined],
      ['line 2', 'invalid', 'the data are broken'],
    ],
  );
  // Out again, sealed: what came in.
  const key = await newAgeKey();
  const exported = join(scratch, 'keys.age');
  await run('export', exported, '--recipient', key.publicKey);
  const lines = (await opened(readFileSync(exported), key)).trimEnd().split('\n');
  assert.equal(lines.length, 4);
  assert.equal(
    lines[1],
    `otpauth://totp/Countersign:grace%40example.com?secret=${SECRET}&issuer=Countersign&algorithm=SHA256&digits=8&period=60`,
  );
  const back = await importing('back.txt', lines.join('\n'));
  assert.deepEqual(
    back.rows.map(({ outcome }) => outcome),
    Array(4).fill('unchanged'),
  );
  const events: { action: string }[] = (await admin.get('/audit_events')).body;
  assert.equal(events.filter(({ action }) => action === 'export_two_factor').length, 1);

  const unknown = await importing('notes.txt', 'milk, eggs\n');
  assert.match(unknown.stderr, /is of no format that is known: otpauth URIs, /);
  const logs = server.output.stdout + server.output.stderr;
  assert.ok(!logs.includes(SECRET));
});
