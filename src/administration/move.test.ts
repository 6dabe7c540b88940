import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { signedInWithRoles, signIn } from '../../test/administrator.ts';
import { newAgeKey, opened } from '../../test/age-keys.ts';
import { codeAt } from '../../test/authenticator.ts';
import { runCountersign, scratchFolder, startInProcess, type TestServer } from '../../test/harness.ts';
import { newBrowser, newPerson, newPersonWithTwoFactor } from '../../test/person.ts';
import { mailingBy, startSmtpServer } from '../../test/smtp-server.ts';
import { startReceiver } from '../../test/webhook-receiver.ts';
import { newSender } from '../../test/webhook-setup.ts';
import { openOperatorSocket } from '../cli/operator-socket.ts';
import { performer } from '../cli/tasks.ts';
import { permissions } from '../core/permissions.ts';
import { Resealing } from '../sealing-keys/resealing.ts';

/** Commands beside a server of this process. */
async function commandsAt(t: TestContext, { context }: TestServer) {
  const { dataFolder, databaseUrl } = context.config;
  const resealing = new Resealing(context);
  const log = pino({ level: 'silent' });
  t.after(await openOperatorSocket(dataFolder, performer({ context, resealing }), log));
  const database = databaseUrl && { DATABASE_URL: databaseUrl.reveal() };
  return (...args: string[]) => runCountersign(args, { COUNTERSIGN_DATA: dataFolder, ...database });
}

test('a person is moved by a file that the administrator cannot open, and signs in on the other server', async (t) => {
  const [first, second, other] = [await newAgeKey(), await newAgeKey(), await newAgeKey()];
  const mailServer = await startSmtpServer(t);
  const receiver = await startReceiver(t);
  const server = await startInProcess(t, {
    ...mailingBy(mailServer),
    COUNTERSIGN_WEBHOOKS_HTTP_TO: receiver.host,
    COUNTERSIGN_MOVE_TO: `${first.publicKey}, ${second.publicKey}`,
  });
  const { admin } = server;
  const actions = ['export_user_two_factor'];
  receiver.secret = (await admin.post('/webhooks', { url: receiver.url, actions })).body.secret;
  const ada = await newPersonWithTwoFactor(server);
  const { browser, id } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const person = `/admin/people/${ada.id}`;
  assert.match(
    (await browser.open(person)).text,
    new RegExp(`href="${person}/move">Move to another server<`),
  );

  const asked = await browser.open(`${person}/move`);
  for (const told of [
    /<h1>Move Ada Lovelace to another server\?/,
    new RegExp(first.publicKey),
    new RegExp(second.publicKey),
    new RegExp(
      `countersign user import <span[^>]+>countersign-person-${ada.id}\\.age</span> <span[^>]+>--identity key\\.txt</span>`,
    ),
    /the same codes are good on both servers/,
    /As soon as this person signs in there/,
    new RegExp(`href="${person}/suspend-second-factor"`),
    new RegExp(`href="${person}/reset-second-factor"`),
    new RegExp(`href="${person}/disable-account"`),
  ]) {
    assert.match(asked.text, told);
  }
  const exports = async () => (await admin.get('/audit_events?action=export_user_two_factor')).body;
  assert.deepEqual(await exports(), [], 'asking is no export');

  const mailed = mailServer.next();
  const file = await browser.send(`${person}/move`);
  assert.match((await mailed).text, /second factor of the account of ada@example\.com into a sealed file/);
  assert.equal(file.status, 200);
  assert.equal(file.headers['content-type'], 'application/octet-stream');
  assert.equal(
    file.headers['content-disposition'],
    `attachment; filename="countersign-person-${ada.id}.age"`,
  );
  assert.equal(file.headers['cache-control'], 'no-store');
  for (const shown of [asked.text, file.bytes.toString('latin1'), JSON.stringify(file.headers)]) {
    assert.ok(!shown.includes(ada.secret) && !shown.includes('otpauth'));
  }
  const [event, ...more] = await exports();
  assert.deepEqual(more, []);
  assert.deepEqual([event.actor_id, event.target_user_id, event.outcome], [id, ada.id, 'done']);
  assert.equal(event.detail, `to ${first.publicKey.slice(0, 20)} ${second.publicKey.slice(0, 20)}`);

  await newSender(t, server).sendDue();
  assert.deepEqual(
    receiver.taken.map((sent) => [sent.event.id, sent.event.target_user_id]),
    [[event.id, ada.id]],
  );

  const line = `otpauth://totp/Countersign:ada%40example.com?secret=${ada.secret}&issuer=Countersign&algorithm=SHA1&digits=6&period=30\n`;
  for (const key of [first, second]) assert.equal(await opened(file.bytes, key), line);
  await assert.rejects(opened(file.bytes, other));

  const there = await startInProcess(t);
  const countersign = await commandsAt(t, there);
  const folder = scratchFolder(t);
  const given = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const sealed = given('ada.age', file.bytes);
  const without = await countersign('user', 'import', sealed);
  assert.deepEqual([without.code, without.stdout], [1, '']);
  assert.match(without.stderr, /ada\.age is sealed: say --identity/);
  const stranger = given('other.txt', `${other.privateKey}\n`);
  const wrong = await countersign('user', 'import', sealed, '--identity', stranger);
  assert.match(wrong.stderr, /ada\.age does not open with this key or password/);
  const key = given('key.txt', `# created by age-keygen\n${second.privateKey}\n`);
  there.clock.nowMs = server.clock.nowMs;
  const imported = await countersign('user', 'import', sealed, '--identity', key);
  assert.equal(imported.stdout, 'line 1  ada@example.com  imported (new user)\n', imported.stderr);

  const { body: moved } = await there.admin.get('/users/credential/email/ada@example.com');
  const verify = async (at: TestServer, userId: string) => {
    const code = codeAt(ada.secret, server.clock.nowMs);
    return (await at.admin.post(`/users/${userId}/credentials_totp/verify`, { code })).body;
  };
  server.clock.nowMs += 60_000;
  there.clock.nowMs += 60_000;
  assert.deepEqual(await verify(there, moved.id), { accepted: true, verified: true });
  assert.equal((await verify(there, moved.id)).reason, 'already_used');
  assert.equal((await verify(server, ada.id)).accepted, true, 'here it is good until it is ended here');
});

test('nobody is moved where the operator named no key, by support, or by one who may not do everything', async (t) => {
  const { publicKey } = await newAgeKey();
  const closed = await startInProcess(t);
  const ada = await newPersonWithTwoFactor(closed);
  const root = await signedInWithRoles(closed, 'root@example.com', 'Admin');
  const path = `/admin/people/${ada.id}/move`;
  const { text } = await root.browser.open(`/admin/people/${ada.id}`);
  assert.doesNotMatch(text, /\/move"/);
  assert.equal((await root.browser.open(path)).status, 404);
  const form_token = (page: string) => /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  assert.equal((await root.browser.post(path, { form_token: form_token(text) })).status, 404);

  const server = await startInProcess(t, { COUNTERSIGN_MOVE_TO: publicKey });
  const { admin } = server;
  const grace = await newPersonWithTwoFactor(server);
  const everythingButKeys = Object.keys(permissions).filter((name) => name !== 'manage_api_keys');
  const { id: permission_set_id } = (
    await admin.post('/permission_sets', { name: 'Nearly', permissions: everythingButKeys })
  ).body;
  await admin.post('/roles', { name: 'Nearly', permission_set_id, model_set_id: '1' });
  for (const role of ['Support', 'Nearly']) {
    const { browser } = await signedInWithRoles(server, `${role}@example.com`, role);
    const page = await browser.open(`/admin/people/${grace.id}`);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /\/move"/);
    const there = `/admin/people/${grace.id}/move`;
    assert.equal((await browser.open(there)).status, 404, role);
    assert.equal((await browser.post(there, { form_token: form_token(page.text) })).status, 404, role);
  }
  assert.deepEqual((await admin.get('/audit_events?action=export_user_two_factor')).body, []);
});

test('only who has set up a second factor is moved, suspended or not, after a code of just now', async (t) => {
  const key = await newAgeKey();
  const server = await startInProcess(t, { COUNTERSIGN_MOVE_TO: key.publicKey });
  const { admin, clock } = server;
  const bob = await newPerson(server, { email: 'bob@example.com' });
  const ada = await newPersonWithTwoFactor(server);
  await admin.patch(`/users/${ada.id}/credentials_totp`, { is_disabled: true });
  const { browser, ...root } = await signedInWithRoles(server, 'root@example.com', 'Admin');

  for (const state of ['has none', 'was asked']) {
    assert.doesNotMatch((await browser.open(`/admin/people/${bob.id}`)).text, /\/move"/, state);
    assert.equal((await browser.open(`/admin/people/${bob.id}/move`)).status, 404, state);
    await admin.post(`/users/${bob.id}/credentials_totp`);
  }
  const path = `/admin/people/${ada.id}/move`;
  const { text } = await browser.open(path);
  assert.match(text, /this person’s codes are refused already/);
  assert.doesNotMatch(text, /suspend-second-factor"|As soon as/);
  const file = await browser.send(path);
  assert.match(await opened(file.bytes, key), new RegExp(`secret=${ada.secret}`));

  await browser.open(path);
  clock.nowMs += 11 * 60_000;
  assert.match((await browser.send(path)).path, /^\/sign-in\?why=again&next=%2Fadmin%2Fpeople%2F\d+%2Fmove$/);
  assert.equal((await admin.get('/audit_events?action=export_user_two_factor')).body.length, 1);

  const again = newBrowser(server.app);
  await signIn(server, again, root);
  await admin.delete(`/users/${ada.id}/credentials_email`);
  const nameless = await again.open(path);
  assert.match(nameless.text, new RegExp(`--accounts whose key “user ${ada.id}” is`));
  assert.match(await opened((await again.send(path)).bytes, key), /^otpauth:\/\/totp\/Countersign:user%20/);

  await again.open(path);
  await admin.delete(`/users/${ada.id}/credentials_totp`);
  assert.equal((await again.send(path)).status, 404);
});
