import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedInWithRoles, signIn } from '../../test/administrator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor } from '../../test/person.ts';
import { startSmtpServer } from '../../test/smtp-server.ts';
import { operations } from '../app.ts';
import { operator } from '../core/operator.ts';
import { changeNamed, changeNames, personChanges } from './person-changes.ts';
import { readPerson } from './read-person.ts';

const minutes = (count: number) => count * 60_000;

test('what is done on the pages needs what the API demands for it', () => {
  const byId = new Map(operations.map((operation) => [operation.id, operation.access]));
  for (const name of changeNames) {
    const { operation, permission } = changeNamed(name);
    const access = byId.get(operation);
    assert.equal(typeof access === 'object' ? access.permission : access, permission, name);
  }
});

test('people are found by the beginning of a name or address, by state and by group, a page at a time', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  for (let n = 0; n < 55; n++) {
    const name = { first_name: 'Ñandú', last_name: `Pérez ${String(n).padStart(2, '0')}` };
    await admin.post('/users', name);
  }
  const ada = await newPerson(server, { email: 'ada_l@example.com' });
  const found = async (query: string) => {
    const { text, status } = await browser.open(`/admin/people${query}`);
    assert.equal(status, 200, query);
    return {
      names: [...text.matchAll(/class="name" href="[^"]*">([^<]*)</g)].map(([, name]) => name),
      count: /role="status">([^<]*)</.exec(text)?.[1],
    };
  };

  const everybody = await found('');
  assert.equal(everybody.names.length, 50);
  assert.equal(everybody.count, '1 to 50 of 58');
  assert.equal((await found('?page=2')).names.length, 8);
  assert.deepEqual(await found('?page=99'), { names: [], count: 'Nobody found' });
  assert.deepEqual((await found('?q=ADA')).names, ['Ada Lovelace']);
  assert.deepEqual((await found('?q=ada_')).names, ['Ada Lovelace']);
  assert.deepEqual((await found('?q=%25')).names, [], 'signs of patterns are text');
  assert.deepEqual((await found('?q=ada+love')).names, ['Ada Lovelace']);
  assert.deepEqual((await found(`?q=${ada.id}`)).names, ['Ada Lovelace']);
  assert.equal((await found('?q=%C3%B1and%C3%BA')).count, '1 to 50 of 55');
  assert.deepEqual((await found('?state=on')).names, ['Grace Lovelace']);
  assert.equal((await found('?state=off&page=2')).names.length, 7);
  await admin.patch(`/users/${ada.id}`, { is_disabled: true });
  assert.deepEqual((await found('?state=disabled')).names, ['Ada Lovelace']);
  const { id: group } = (await admin.post('/groups', { name: 'Staff' })).body;
  await admin.post(`/groups/${group}/users`, { user_id: ada.id });
  assert.deepEqual((await found(`?group=${group}`)).names, ['Ada Lovelace']);
  assert.equal((await browser.open('/admin/people?group=99')).status, 404);
  assert.deepEqual((await found('?sort=newest')).names[0], 'Ada Lovelace');
  assert.deepEqual((await found('?sort=last_name&page=2')).names.length, 8);
  for (const nonsense of ['?sort=%27&state=%27&page=-1', '?sort=toString&state=toString&page=1e9']) {
    assert.equal((await found(nonsense)).names.length, 50, 'what makes no sense is as if absent');
  }
});

test('support sees what its role allows: a person, without history, and what it may do for them', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const ada = await newPersonWithTwoFactor(server);
  const { browser, id } = await signedInWithRoles(server, 'support@example.com', 'Support');
  const { text } = await browser.open(`/admin/people/${ada.id}`);
  for (const words of ['Ada Lovelace', 'ada@example.com', 'Signs in with a password and a code']) {
    assert.ok(text.includes(words), words);
  }
  for (const words of ['History', 'End all sessions', 'Change roles', 'Disable account', ada.secret]) {
    assert.ok(!text.includes(words), words);
  }
  const form_token = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  for (const path of ['roles', 'end-sessions', 'disable-account', 'ask-second-factor']) {
    assert.equal((await browser.open(`/admin/people/${ada.id}/${path}`)).status, 404, path);
    assert.equal((await browser.post(`/admin/people/${ada.id}/${path}`, { form_token })).status, 404, path);
  }
  assert.equal((await browser.open('/admin/people/999')).status, 404);
  assert.equal((await browser.open('/admin/people/x')).status, 404);
  assert.equal(
    (await browser.open(`/admin/people/${id}/reset-second-factor`)).status,
    404,
    'nobody resets their own',
  );

  await browser.open('/admin/people/1/reset-second-factor');
  assert.equal((await browser.open('/admin/people/1/reset-second-factor')).status, 404, 'there is none');
  await admin.post('/users/1/credentials_totp');
  await browser.open('/admin/people/1/suspend-second-factor');
  const outranked = await browser.send('/admin/people/1/suspend-second-factor', { reason: 'other' });
  assert.equal(outranked.status, 403);
  assert.match(outranked.text, /has permissions that you do not have/);
});

test('somebody without a role finds no administration, and whoever is not signed in is asked to', async (t) => {
  const server = await startInProcess(t);
  const ada = await newPersonWithTwoFactor(server);
  const browser = newBrowser(server.app);
  assert.match((await browser.open('/admin/people')).path, /^\/sign-in\?next=%2Fadmin%2Fpeople/);
  const start = await signIn(server, browser, ada);
  assert.doesNotMatch(start.text, /\/admin\//);
  for (const path of ['/admin/people', '/admin/people/1', `/admin/people/${ada.id}`]) {
    assert.equal((await browser.open(path)).status, 404, path);
  }
});

test('a reset takes the factor away, says why, and asks for a new one at the next sign-in', async (t) => {
  const mailServer = await startSmtpServer(t);
  const server = await startInProcess(t, {
    COUNTERSIGN_SMTP_URL: mailServer.url,
    COUNTERSIGN_MAIL_FROM: 'id@example.com',
    COUNTERSIGN_PUBLIC_URL: 'http://id.example.com',
  });
  const { admin, app } = server;
  const ada = await newPersonWithTwoFactor(server);
  const her = newBrowser(app);
  await signIn(server, her, ada);
  const { browser, id } = await signedInWithRoles(server, 'support@example.com', 'Support');
  const path = `/admin/people/${ada.id}/reset-second-factor`;

  await browser.open(path);
  assert.equal((await browser.send(path, { reason: 'because' })).status, 422);
  assert.match((await browser.open(`/admin/people/${ada.id}`)).text, /Signs in with a password and a code/);
  await browser.open(path);
  const mailed = mailServer.next();
  const after = await browser.send(path, { reason: 'lost_device' });
  const mail = await mailed;
  assert.match(mail.text, /An administrator removed the second factor of the account of ada@example\.com/);
  assert.doesNotMatch(mail.text, /https?:/, 'it has no link: such mails are forged');
  assert.equal(after.path, `/admin/people/${ada.id}?done=yes`);
  assert.match(after.text, /role="status"><p>Done\. The audit log has it/);
  assert.match(after.text, /Sets it up at the next sign-in/);

  const events = (await admin.get(`/audit_events?target_user_id=${ada.id}&actor_id=${id}`)).body;
  assert.deepEqual(
    events.map(({ action, detail }: { action: string; detail: string | null }) => [action, detail]),
    [
      ['create_two_factor', null],
      ['delete_two_factor', 'reason lost_device'],
    ],
  );
  assert.match((await her.open('/')).path, /^\/sign-in/, 'her session has ended');
  assert.equal((await givePassword(her, ada.email)).path, '/two-factor/set-up');
  assert.equal((await browser.open(path)).status, 404, 'there is nothing to reset any more');
});

test('each change needs a fresh code, a form of ours, and the permission at that moment', async (t) => {
  const server = await startInProcess(t);
  const { clock } = server;
  const ada = await newPersonWithTwoFactor(server);
  const root = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const { browser } = root;
  const changes = ['reset-second-factor', 'suspend-second-factor', 'disable-account', 'roles'];
  const unchanged = async () => {
    const { text } = await browser.open(`/admin/people/${ada.id}`);
    assert.match(text, /Signs in with a password and a code/);
    assert.doesNotMatch(text, /badge bad/);
  };

  for (const change of changes) {
    const refused = await browser.post(`/admin/people/${ada.id}/${change}`, { reason: 'other' });
    assert.equal(refused.status, 403, change);
    assert.match(refused.text, /sent from another page/, change);
  }
  await unchanged();

  const old = await browser.open(`/admin/people/${ada.id}/roles`);
  assert.equal(old.status, 200);
  clock.nowMs += minutes(11);
  const token = /name="form_token" value="([^"]+)"/.exec(old.text)?.[1] ?? '';
  for (const change of changes) {
    const path = `/admin/people/${ada.id}/${change}`;
    const asked = new RegExp(`^/sign-in\\?why=again&next=${encodeURIComponent(path)}`);
    assert.match((await browser.open(path)).path, asked);
    assert.match((await browser.post(path, { reason: 'other', form_token: token })).path, asked);
  }
  await unchanged();
  const path = `/admin/people/${ada.id}/suspend-second-factor`;
  assert.equal((await signIn(server, browser, root, path)).path, path, 'and goes on where it was');
});

test('factor, account, sessions, roles and lockouts of a person can be changed', async (t) => {
  const server = await startInProcess(t);
  const { admin, app } = server;
  const ada = await newPerson(server);
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const page = `/admin/people/${ada.id}`;
  const change = async (name: string, fields: Record<string, string> = {}) => {
    assert.equal((await browser.open(`${page}/${name}`)).status, 200, name);
    const after = await browser.send(`${page}/${name}`, fields);
    assert.equal(after.path, `${page}?done=yes`, name);
    return after.text;
  };

  const her = newBrowser(app);
  assert.equal((await givePassword(her, ada.email)).path, '/');
  assert.match((await browser.open(page)).text, /Firefox/);
  const { body: sessions } = await admin.get(`/users/${ada.id}/sessions`);
  assert.match(await change(`sessions/${sessions[0].id}/end`), /Not signed in anywhere/);
  assert.match((await her.open('/')).path, /why=ended/);
  await givePassword(her, ada.email);
  await givePassword(newBrowser(app), ada.email);
  assert.match(await change('end-sessions'), /Not signed in anywhere/);
  // One of them ends after the page was read: the others end all the same.
  for (const _ of [1, 2]) await givePassword(newBrowser(app), ada.email);
  const person = await readPerson(server.context, operator, Number(ada.id));
  const [gone] = (await admin.get(`/users/${ada.id}/sessions`)).body;
  await admin.delete(`/users/${ada.id}/sessions/${gone.id}`);
  await personChanges['end-sessions'].run(server.context, operator, person);
  assert.deepEqual((await admin.get(`/users/${ada.id}/sessions`)).body, []);

  assert.match(await change('ask-second-factor'), /Sets it up at the next sign-in/);
  assert.match(await change('suspend-second-factor', { reason: 'leaving' }), /Takes no codes for now/);
  assert.match(await change('resume-second-factor'), /Sets it up at the next sign-in/);
  assert.match(await change('disable-account'), /Disabled/);
  assert.doesNotMatch(await change('enable-account'), /class="badge bad">Disabled/);
  assert.match(
    await change('roles', { role_3: 'yes', role_4: 'yes' }),
    /<li>Support<\/li><li>Verifier<\/li>/,
  );
  assert.match(await change('roles'), /<dt>Roles<\/dt><dd><span class="muted">None/);

  for (let n = 0; n < 4; n++) await givePassword(newBrowser(app), ada.email, { password: 'wrong' });
  assert.match((await browser.open(page)).text, /Locked after too many failures, from one address/);
  assert.doesNotMatch(await change('unlock'), /Locked after too many failures/);
  assert.match((await browser.open(page)).text, /Unlocked/, 'the history has it');
});
