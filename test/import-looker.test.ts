import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  apiAt,
  CLIENT_ID,
  CLIENT_SECRET,
  logIn,
  runCountersign,
  scratchFolder,
  spawnServer,
} from './harness.ts';

async function countersign(data: string, secret: string, ...args: string[]) {
  const { code, stdout, stderr } = await runCountersign(['user', 'import-looker', ...args], {
    COUNTERSIGN_DATA: data,
    LOOKERSDK_CLIENT_ID: CLIENT_ID,
    LOOKERSDK_CLIENT_SECRET: secret,
  });
  return { code, lines: stdout.split('\n').slice(0, -1), stderr };
}

test('users of a server with the Looker API come over page by page, once, and without what is not asked for', async (t) => {
  const scratch = scratchFolder(t);
  const from = await spawnServer(t, join(scratch, 'from'));
  const there = apiAt(from.origin, await logIn(from.origin));
  const person = async (fields: object, email?: string): Promise<string> => {
    const { body } = await there.post('/users', fields);
    if (email !== undefined) await there.post(`/users/${body.id}/credentials_email`, { email });
    return body.id;
  };
  const roles: { id: string; name: string }[] = (await there.get('/roles')).body;
  const support = roles.find(({ name }) => name === 'Support')?.id;
  const { body: analyst } = await there.post('/roles', {
    name: 'Analyst',
    permission_set_id: '1',
    model_set_id: '1',
  });
  const ada = await person({ first_name: 'Ada', last_name: 'Lovelace' }, 'ada@example.com');
  await there.put(`/users/${ada}/roles`, [support, analyst.id]);
  const eve = await person({ first_name: 'Eve', is_disabled: true }, 'eve@example.com');
  const nobody = await person({ first_name: 'Robot' });
  for (let index = 0; index < 60; index++) await person({}, `person-${index}@example.com`);

  const data = join(scratch, 'to');
  const to = await spawnServer(t, data);
  const here = apiAt(to.origin, await logIn(to.origin));
  const trial = await countersign(data, CLIENT_SECRET, from.origin, '--roles', '--dry-run');
  assert.match(trial.stderr, /^On trial, nothing was changed\. unchanged: 1, imported: 62, invalid: 1\n$/);
  assert.equal((await here.get('/users')).body.length, 1);

  const done = await countersign(data, CLIENT_SECRET, from.origin, '--roles');
  assert.deepEqual(done.lines.slice(0, 4), [
    'user 1  admin@example.com  unchanged',
    `user ${ada}  ada@example.com  imported: no role here is called Analyst`,
    `user ${eve}  eve@example.com  imported`,
    `user ${nobody}  invalid: the user has no e-mail address`,
  ]);
  assert.deepEqual([done.code, done.lines.length], [2, 64]);
  const found = async (email: string) => (await here.get(`/users/credential/email/${email}`)).body;
  const adaHere = await found('ada@example.com');
  assert.deepEqual([adaHere.first_name, adaHere.last_name, adaHere.is_disabled], ['Ada', 'Lovelace', false]);
  const rolesHere: { name: string }[] = (await here.get(`/users/${adaHere.id}/roles`)).body;
  assert.deepEqual(
    rolesHere.map(({ name }) => name),
    ['Support'],
  );
  assert.equal((await found('eve@example.com')).is_disabled, true);
  assert.equal((await found('person-59@example.com')).is_disabled, false);

  const grace = await person({}, 'grace@example.com');
  await there.put(`/users/${grace}/roles`, [support]);
  const again = await countersign(data, CLIENT_SECRET, from.origin);
  assert.match(again.stderr, /^unchanged: 63, invalid: 1, imported: 1\n$/);
  const graceHere = await found('grace@example.com');
  assert.deepEqual((await here.get(`/users/${graceHere.id}/roles`)).body, []);
  const wrong = await countersign(data, 'canary', from.origin);
  assert.deepEqual([wrong.code, wrong.lines], [1, []]);
  assert.match(wrong.stderr, /\/api\/4\.0\/login answered 404\.\n$/);
  assert.ok(!wrong.stderr.includes('canary'));
});

test('a secret goes nowhere but to the server that was named, and not over the open net', async (t) => {
  const data = join(scratchFolder(t), 'data');
  await spawnServer(t, data);
  for (const url of ['http://looker.example.com', 'looker.example.com', 'ftp://localhost']) {
    const { code, stderr } = await countersign(data, CLIENT_SECRET, url);
    assert.deepEqual([code, stderr], [1, 'The address must be like https://looker.example.com:19999.\n']);
  }
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stderr } = await countersign(data, CLIENT_SECRET, origin);
  assert.equal(stderr, `${origin}/api/4.0/login cannot be reached, or is no Looker API 4.0.\n`);
  assert.deepEqual(seen, ['/api/4.0/login']);
});
