import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiAt, logIn, scratchFolder, spawnServer } from './harness.ts';
import { operator } from './operator.ts';

test('an operator looks after users and API keys beside the running server, and without one', async (t) => {
  const folder = join(scratchFolder(t), 'data');
  const { run, answer, refused } = operator({ COUNTERSIGN_DATA: folder });

  await refused(/cannot be opened/, 'user', 'add');
  const server = await spawnServer(t, folder);
  const admin = apiAt(server.origin, await logIn(server.origin));

  // A person.
  const ada = await answer(
    ...['user', 'add', '--email', 'ada@example.com'],
    ...['--first-name', 'Ada', '--last-name', 'Lovelace', '--roles', 'support', 'User'],
  );
  assert.match(ada.password_link, /^http:\/\/127\.0\.0\.1:\d+\/account\/setup\/\w+/);
  const { body: shown } = await admin.get(`/users/${ada.user_id}?fields=email,first_name,role_ids`);
  assert.deepEqual(shown, { email: 'ada@example.com', first_name: 'Ada', role_ids: ['3', '5'] });
  assert.equal((await fetch(new URL(new URL(ada.password_link).pathname, server.origin))).status, 200);

  const { password_link: again } = await answer('user', 'password-link', 'ada@example.com');
  const statuses = [ada.password_link, again].map(
    async (link) => (await fetch(new URL(new URL(link).pathname, server.origin))).status,
  );
  assert.deepEqual(await Promise.all(statuses), [404, 200], 'the newest alone is good');
  const forgotten = await answer('user', 'password-link', 'admin@example.com');
  assert.match(forgotten.password_link, /\/password\/reset\/\w+$/);

  // What is refused leaves nothing behind.
  const before = (await admin.get('/users')).body.length;
  await refused(/another user/, 'user', 'add', '--first-name', 'Eve', '--email', 'ADA@example.com');
  await refused(/^There is no role Boss\. There are: .*Admin/, 'user', 'add', '--roles', 'User', 'Boss');
  assert.equal((await admin.get('/users')).body.length, before);

  // An application with its key.
  const application = await answer('user', 'add', '--first-name', 'Intranet', '--roles', 'Verifier');
  await refused(/has no e-mail address to sign in with/, 'user', 'password-link', application.user_id);
  const key = await answer('api-key', 'create', application.user_id);
  const token = await logIn(server.origin, key.client_id, key.client_secret);
  assert.equal((await apiAt(server.origin, token).get('/user')).body.id, application.user_id);
  assert.equal((await apiAt(server.origin, token).get('/roles')).status, 403);
  const listed = await run('api-key', 'list', application.user_id);
  assert.match(listed.stdout, new RegExp(`^${key.client_id} {2}made \\S+Z\n$`));
  assert.deepEqual(await answer('api-key', 'revoke', key.client_id), { client_id: key.client_id });
  assert.equal((await apiAt(server.origin, token).get('/user')).status, 401);
  await refused(/^There is no API key /, 'api-key', 'revoke', key.client_id);
  await refused(/^There is no user nobody@/, 'api-key', 'create', 'nobody@example.com');

  // A second factor.
  await refused(/has no second factor/, 'user', 'reset-two-factor', 'ada@example.com');
  await admin.post(`/users/${ada.user_id}/credentials_totp`);
  assert.deepEqual(await answer('user', 'reset-two-factor', 'ADA@example.com'), { user_id: ada.user_id });
  assert.equal((await admin.get(`/users/${ada.user_id}/credentials_totp`)).status, 404);

  await refused(/last administrator/, 'user', 'disable', 'admin@example.com');
  await refused(/^There is no user 99\./, 'user', 'disable', '99');
  assert.deepEqual(await answer('user', 'disable', ada.user_id), { user_id: ada.user_id });

  assert.deepEqual(await answer('user', 'enable', 'ada@example.com'), { user_id: ada.user_id });
  assert.equal((await admin.get(`/users/${ada.user_id}`)).body.is_disabled, false);
  await refused(/^There is no user 99\./, 'user', 'enable', '99');
  assert.equal((await run('user', 'disable', ada.user_id)).code, 0);

  const everybody = (await run('user', 'list')).stdout.split('\n');
  assert.equal(everybody[1], `${ada.user_id}  Ada Lovelace  ada@example.com  second factor: none, disabled`);
  const without = (await run('user', 'list', '--without-two-factor', '--json')).stdout.trim().split('\n');
  assert.deepEqual(
    without.map((line) => JSON.parse(line).id),
    ['1', application.user_id],
  );

  const recorded: { action: string; source: string }[] = (await admin.get('/audit_events')).body;
  const mine = recorded.filter(({ source }) => source === 'operator').map(({ action }) => action);
  assert.deepEqual(mine.sort(), [
    ...['create_api_key', 'create_email', ...Array(3).fill('create_password_link')],
    ...['create_user', 'create_user'],
    ...['delete_api_key', 'delete_two_factor', 'disable_user', 'disable_user', 'enable_user'],
    ...['set_roles', 'set_roles'],
  ]);
  const logs = server.output.stdout + server.output.stderr;
  assert.ok(!logs.includes(key.client_secret) && !logs.includes(ada.password_link.split('/').at(-1)));

  // Without a server the command does it.
  assert.equal(await server.stop(), 0);
  const alone = await run('api-key', 'create', 'admin@example.com');
  assert.match(
    alone.stdout,
    /^This is shown once: keep it\.\n\n {2}client_id {6}\S+\n {2}client_secret {2}\S+\n$/,
  );
  const everywhere = operator({ COUNTERSIGN_DATA: folder, COUNTERSIGN_HOST: '::', COUNTERSIGN_PORT: '2000' });
  const { password_link: reached } = await everywhere.answer('user', 'password-link', 'admin@example.com');
  assert.match(reached, /^http:\/\/127\.0\.0\.1:2000\//, 'all addresses are no address');

  const { stdout: help } = await run('user', 'add', '--help');
  assert.match(help, /Examples:\n {2}\$ countersign user add --email/);
  // After what takes several values, the file would be one of them.
  const { stdout: ofBackup } = await run('backup', '--help');
  assert.match(ofBackup, /^Usage: countersign backup <file> \[options\]\n/);
});
