import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { signedInWithRoles } from '../../test/administrator.ts';
import { CLIENT_ID, startInProcess } from '../../test/harness.ts';
import { newPerson } from '../../test/person.ts';
import { startSmtpServer } from '../../test/smtp-server.ts';
import { recordProof } from '../backups/record-backup.ts';
import { settingsOf } from './settings.ts';

test('groups are found by the beginning of their name, with the roles they give, and roles with what they allow', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  for (const name of ['Staff', 'Student_s', 'Guests']) await admin.post('/groups', { name });
  await admin.put('/roles/4/groups', ['2']);
  const { browser } = await signedInWithRoles(server, 'support@example.com', 'Support');
  const names = async (query: string) => {
    const { text } = await browser.open(`/admin/groups${query}`);
    return [...text.matchAll(/class="name" href="[^"]*">([^<]*)</g)].map(([, name]) => name);
  };
  assert.deepEqual(await names(''), ['All Users', 'Guests', 'Staff', 'Student_s']);
  assert.deepEqual(await names('?q=ST'), ['Staff', 'Student_s']);
  assert.deepEqual(await names('?q=%25'), []);
  const { text } = await browser.open('/admin/groups');
  assert.match(text, /Staff<\/a><\/td>\s*<td[^>]*><ul class="tags"><li>Verifier/);
  assert.match(text, /Support<\/a><\/strong>.*<li>See people<\/li><li>Reset second factors, unlock<\/li>/s);
  assert.match(text, /Do everything/);
});

test('API keys are listed and deleted by those who may, and settings shown without secrets', async (t) => {
  const server = await startInProcess(t, {
    COUNTERSIGN_SMTP_URL: 'smtp://user:hidden-password@127.0.0.1:1',
    COUNTERSIGN_MAIL_FROM: 'id@example.com',
    COUNTERSIGN_PUBLIC_URL: 'http://id.example.com',
    COUNTERSIGN_AUDIT_WEBHOOK_URL: 'http://127.0.0.1:1/hidden-token',
  });
  const { admin } = server;
  const ada = await newPerson(server);
  const { body: key } = await admin.post(`/users/${ada.id}/credentials_api3`);
  const support = await signedInWithRoles(server, 'support@example.com', 'Support');
  for (const path of ['/admin/api-keys', '/admin/settings', `/admin/api-keys/${ada.id}/${key.id}/delete`]) {
    assert.equal((await support.browser.open(path)).status, 404, path);
  }
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const { text } = await browser.open('/admin/api-keys');
  for (const part of [CLIENT_ID, key.client_id, 'Ada Lovelace', 'Admin Countersign']) {
    assert.ok(text.includes(part), part);
  }
  assert.ok(!text.includes(key.client_secret));
  const path = `/admin/api-keys/${ada.id}/${key.id}/delete`;
  await browser.open(path);
  assert.ok(!(await browser.send(path)).text.includes(key.client_id));
  assert.equal((await browser.open(path)).status, 404);
  assert.deepEqual((await admin.get(`/users/${ada.id}/credentials_api3`)).body, []);

  const settings = await browser.open('/admin/settings');
  assert.match(
    settings.text,
    /COUNTERSIGN_SMTP_URL<\/code><\/td><td class="long"><span class="badge">Secret, set/,
  );
  assert.match(settings.text, /id@example\.com/);
  assert.doesNotMatch(settings.text, /hidden-/);

  assert.match(settings.text, /<dt>Newest<\/dt><dd>None yet<\/dd>/);
  assert.match(settings.text, /<dt>Proved restorable at<\/dt><dd>Never<\/dd>/);
  const taken = { sha256: '00', bytes: 1, takenAtMs: server.clock.nowMs - 3_600_000 };
  await recordProof(server.context, taken);
  const { text: after } = await browser.open('/admin/settings');
  const shown = (term: string) => new RegExp(`<dt>${term}</dt><dd><time datetime="([^"]+)"`).exec(after)?.[1];
  assert.equal(Date.parse(shown('Newest') ?? ''), taken.takenAtMs);
  assert.equal(Date.parse(shown('Proved restorable at') ?? ''), server.clock.nowMs);
});

test('an API key is made for somebody on their page, its secret shown once, and they are told', async (t) => {
  const mailServer = await startSmtpServer(t);
  const server = await startInProcess(t, {
    COUNTERSIGN_SMTP_URL: mailServer.url,
    COUNTERSIGN_MAIL_FROM: 'id@example.com',
    COUNTERSIGN_PUBLIC_URL: 'http://id.example.com',
  });
  const { admin } = server;
  const ada = await newPerson(server);
  const path = `/admin/people/${ada.id}/api-key`;
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  await browser.open(path);
  const mailed = mailServer.next();
  const { text, headers } = await browser.send(path);
  assert.match((await mailed).text, /An API key was made for the account of ada@example\.com/);
  assert.match(text, /The new API key of Ada Lovelace/);
  assert.equal(headers['cache-control'], 'no-store');
  const [client_id, client_secret] = ['client-id', 'client-secret'].map(
    (id) => new RegExp(`<code id="${id}">(\\w+)<`).exec(text)?.[1] ?? '',
  );
  const { body } = await server
    .as('')
    .post(`/login?${new URLSearchParams({ client_id, client_secret } as Record<string, string>)}`);
  assert.equal((await server.as(body.access_token).get('/user')).body.id, ada.id);
  const { text: later } = await browser.open(`/admin/people/${ada.id}`);
  assert.ok(!later.includes(client_secret ?? ''));
  assert.match(later, /<dt>API keys<\/dt><dd>1</);

  const { id: set } = (
    await admin.post('/permission_sets', { name: 'Keys', permissions: ['see_users', 'manage_api_keys'] })
  ).body;
  await admin.post('/roles', { name: 'Keeper', permission_set_id: set, model_set_id: '1' });
  const keeper = await signedInWithRoles(server, 'keeper@example.com', 'Keeper');
  await keeper.browser.open('/admin/people/1/api-key');
  const refused = await keeper.browser.send('/admin/people/1/api-key');
  assert.equal(refused.status, 403);
  assert.match(refused.text, /the person has permissions that you do not have/);
  assert.equal((await admin.get('/users/1/credentials_api3')).body.length, 1);
  const support = await signedInWithRoles(server, 'support@example.com', 'Support');
  assert.equal((await support.browser.open(path)).status, 404);
});

test('the page of settings has every setting that is documented, but for those of the first start', async (t) => {
  const { context } = await startInProcess(t);
  const shown = settingsOf(context.config).map(([name]) => name);
  const documented = readFileSync('docs/settings.md', 'utf8').matchAll(/^\| `(COUNTERSIGN_\w+)`/gm);
  const firstStart = /_(ADMIN_EMAIL|ADMIN_PASSWORD|CLIENT_ID|CLIENT_SECRET)$|(?<!HEADS)_FILE$/;
  for (const [, name = ''] of documented) {
    if (!firstStart.test(name)) assert.ok(shown.includes(name), name);
  }
});
