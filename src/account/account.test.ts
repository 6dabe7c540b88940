import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor, PASSWORD } from '../../test/person.ts';
import { mailingBy, startSmtpServer } from '../../test/smtp-server.ts';
import { messagesIn } from '../web/locale.ts';

/** Somebody with a password alone, signed in. */
async function signedIn(t: TestContext, user: Parameters<typeof newPerson>[1] = {}) {
  const mailServer = await startSmtpServer(t);
  const server = await startInProcess(t, mailingBy(mailServer));
  const person = await newPerson(server, user);
  const signIn = async () => {
    const browser = newBrowser(server.app);
    await givePassword(browser, person.email);
    return browser;
  };
  return { server, mailServer, ...person, signIn, browser: await signIn() };
}

test('the start page shows how the account is, and every page comes back after signing in', async (t) => {
  const { server, browser, email } = await signedIn(t);
  const { text } = await browser.open('/');
  for (const told of [
    /Hello, Ada/,
    /Your password alone opens your account/,
    /signed in on one browser/,
    /No program acts in your name/,
    /Ada Lovelace/,
    /Signed in/,
  ]) {
    assert.match(text, told);
  }
  assert.doesNotMatch(text, /Administration/);
  for (const path of ['two-factor', 'devices', 'api-keys', 'profile', 'activity?before=3', 'password']) {
    const anybody = newBrowser(server.app);
    const url = `/account/${path}`;
    const asked = await anybody.open(url);
    assert.equal(asked.path, `/sign-in?${new URLSearchParams({ next: url })}`);
    assert.equal((await anybody.send('/sign-in', { email, password: PASSWORD })).path, url);
  }
  const spanish = await browser.open('/account/two-factor?lang=es');
  assert.match(spanish.text, /<html lang="es">[\s\S]*Acceso en dos pasos/);
});

test('name and language are one’s own; a name that is none is refused and nothing is saved', async (t) => {
  const { server, browser, id } = await signedIn(t, { locale: 'fr' });
  assert.match((await browser.open('/account/profile')).text, /<option value="fr" lang="fr" selected>/);
  const saved = await browser.send('/account/profile', { first: ' Augusta ', last: 'King', language: 'es' });
  assert.equal(saved.path, '/account/profile?done=saved');
  assert.match(saved.text, /<html lang="es">[\s\S]*Guardado/);
  const { first_name, last_name, locale } = (await server.admin.get(`/users/${id}`)).body;
  assert.deepEqual([first_name, last_name, locale], ['Augusta', 'King', 'es']);
  for (const first of ['x'.repeat(256), 'a\u0000b']) {
    const refused = await browser.send('/account/profile', { first, last: '', language: 'en' });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /255 caracteres/);
  }
  const longest = '𝔸'.repeat(255);
  await browser.send('/account/profile', { first: longest, last: '', language: 'xx' });
  const after = (await server.admin.get(`/users/${id}`)).body;
  assert.deepEqual(
    [after.first_name, after.locale],
    [longest, 'es'],
    'a language that is not offered is not taken',
  );
});

test('a password is changed with the current one; guesses are counted; other browsers are signed out', async (t) => {
  const { server, mailServer, browser, email, signIn } = await signedIn(t);
  const other = await signIn();
  const chosen = 'another horse, eight staples';
  await browser.open('/account/password');
  const change = (current: string, password = chosen, repeat = password) =>
    browser.send('/account/password', { current, password, repeat });
  for (const [answer, told] of [
    [await change(PASSWORD, ''), /Type a new password/],
    [await change(PASSWORD, chosen, 'x'), /not the same/],
    [await change(PASSWORD, 'short'), /at least 8/],
    [await change(PASSWORD, 'Ada-Lovelace'), /among the first/],
    [await change('wrong'), /The current password is another one/],
  ] as const) {
    assert.equal(answer.status, 422);
    assert.match(answer.text, told);
  }
  assert.equal((await other.open('/')).path, '/');
  const mailed = mailServer.next();
  const done = await change(PASSWORD);
  assert.equal(done.path, '/account/profile?done=changed');
  assert.match((await mailed).headers, /your password was changed/);
  assert.match((await other.open('/')).path, /why=ended/);
  assert.equal((await givePassword(newBrowser(server.app), email)).status, 422);
  assert.equal((await givePassword(newBrowser(server.app), email, { password: chosen })).path, '/');

  await browser.open('/account/password');
  let last = await change('wrong');
  for (let n = 0; n < 12 && last.status === 422; n++) last = await change('wrong');
  assert.equal(last.status, 429);
  assert.ok(Number(last.headers['retry-after']) > 0);
  assert.equal((await givePassword(newBrowser(server.app), email, { password: chosen })).status, 429);

  server.clock.nowMs += 10 * 60_000;
  assert.match((await browser.open('/account/password')).path, /why=again&next=%2Faccount%2Fpassword/);
});

test('sessions are listed with where they are from, and ended one by one or all but this', async (t) => {
  const { browser, signIn, server, id } = await signedIn(t);
  const [second, third] = [await signIn(), await signIn()];
  const { text } = await browser.open('/account/devices');
  assert.equal(text.match(/Firefox on Linux/g)?.length, 5, 'three, two of which have a button');
  assert.equal(text.match(/This one/g)?.length, 1);
  assert.match(text, /127\.0\.0\.1/);
  const [, end = ''] = /action="(\/account\/sessions\/\d+\/end)"/.exec(text) ?? [];
  assert.equal((await browser.send(end)).path, '/account/devices?done=ended');
  assert.match((await third.open('/')).path, /why=ended/);
  await second.open('/account/devices');
  const token = /name="form_token" value="([^"]+)"/.exec((await browser.open('/account/devices')).text)?.[1];
  assert.match((await browser.post(end, { form_token: String(token) })).text, /It had ended already/);
  assert.equal((await browser.post(end)).status, 403);
  const { status } = await browser.post('/account/sessions/x/end', { form_token: String(token) });
  assert.equal(status, 404);
  await browser.open('/account/devices');
  assert.equal((await browser.send('/account/sessions/end')).path, '/account/devices?done=endedAll');
  assert.match((await second.open('/')).path, /why=ended/);
  assert.equal((await server.admin.get(`/users/${id}/sessions`)).body.length, 1);
  assert.match((await browser.open('/account/activity')).text, /Signed out everywhere else/);
});

test('nobody ends what is somebody else’s, nor sees it', async (t) => {
  const { browser, server } = await signedIn(t);
  const bob = await newPerson(server, { email: 'bob@example.com' });
  const bobs = newBrowser(server.app);
  await givePassword(bobs, bob.email);
  const [{ id: session }] = (await server.admin.get(`/users/${bob.id}/sessions`)).body;
  const { text } = await browser.open('/account/devices');
  const token = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const answer = await browser.post(`/account/sessions/${session}/end`, { form_token: token });
  assert.equal(answer.path, '/account/devices?done=gone');
  assert.equal((await bobs.open('/')).path, '/');
  const [event] = (await server.admin.get(`/audit_events?target_user_id=${bob.id}&limit=1`)).body;
  assert.doesNotMatch(
    (await browser.open(`/account/activity?before=${event.id}`)).text,
    /account was made.*account was made/s,
  );
});

test('trusted devices are listed with their browser, and trusted no longer on request', async (t) => {
  const server = await startInProcess(t);
  const { email, secret } = await newPersonWithTwoFactor(server);
  const trusting = async () => {
    const browser = newBrowser(server.app);
    server.clock.nowMs += 60_000;
    await givePassword(browser, email);
    await browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs), trust: 'yes' });
    return browser;
  };
  const [other, browser] = [await trusting(), await trusting()];
  const { text } = await browser.open('/account/devices');
  const paths = [...text.matchAll(/action="(\/account\/trusted-devices\/\d+\/forget)"/g)].map(
    ([, path]) => path,
  );
  assert.equal(paths.length, 2);
  assert.equal(text.match(/This one/g)?.length, 2, 'the session and the device');
  assert.match((await browser.send(String(paths[1]))).text, /no longer trusted/);
  assert.doesNotMatch((await browser.open('/account/devices')).text, /Trust none of them/, 'of one');
  await other.open('/');
  await other.send('/sign-out');
  assert.equal((await givePassword(other, email)).path, '/sign-in/code');
  await trusting();
  await browser.open('/account/devices');
  assert.match((await browser.send('/account/trusted-devices/forget')).text, /You trust none/);
});

test('API keys: the secret is shown once, and whoever may not make keys for others makes none', async (t) => {
  const { browser, server, mailServer, id, signIn } = await signedIn(t);
  const { text } = await browser.open('/account/api-keys');
  assert.match(text, /You have no API keys/);
  assert.doesNotMatch(text, /Make an API key/);
  const token = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  assert.equal((await browser.post('/account/api-keys', { form_token: token })).status, 404);

  const roles: { id: string; name: string }[] = (await server.admin.get('/roles')).body;
  await server.admin.put(`/users/${id}/roles`, [roles.find(({ name }) => name === 'Admin')?.id]);
  const admin = await signIn();
  await admin.open('/account/api-keys');
  const mailed = mailServer.next();
  const made = await admin.send('/account/api-keys');
  const value = (name: string) => new RegExp(`id="${name}">(\\w+)<`).exec(made.text)?.[1] ?? '';
  assert.match((await mailed).text, /An API key was made/);
  assert.match(String(made.headers['cache-control']), /no-store/);
  const login = `/login?client_id=${value('client-id')}&client_secret=${value('client-secret')}`;
  assert.equal((await server.as(null).post(login)).status, 200);
  const listed = await admin.open('/account/api-keys');
  assert.ok(listed.text.includes(value('client-id')) && !listed.text.includes(value('client-secret')));
  const [, remove = ''] = /href="(\/account\/api-keys\/\d+\/delete)"/.exec(listed.text) ?? [];
  assert.match((await admin.open(remove)).text, /Programs that use it stop working at once/);
  assert.match((await admin.send(remove)).text, /The key was deleted/);
  assert.equal((await server.as(null).post(login)).status, 404);
  assert.equal((await admin.open(remove)).status, 404);
  server.clock.nowMs += 11 * 60_000;
  await admin.open('/account/api-keys');
  assert.match((await admin.send('/account/api-keys')).path, /why=again&next=%2Faccount%2Fapi-keys/);
});

test('the activity says in words what was done and by whom, page by page', async (t) => {
  const { browser, server, id } = await signedIn(t);
  for (let n = 0; n < 30; n++) await server.admin.patch(`/users/${id}`, { first_name: `Ada ${n}` });
  const newest = await browser.open('/account/activity');
  assert.equal(newest.text.match(/<time /g)?.length, 25);
  assert.match(newest.text, /Name, language or other settings were changed.*by another account/);
  const [, older = ''] = /href="(\/account\/activity\?before=\d+)"/.exec(newest.text) ?? [];
  const oldest = await browser.open(older);
  assert.match(oldest.text, /Nov 24, 2026, 12:00 PM[\s\S]*The account was made/);
  assert.doesNotMatch(oldest.text, />Older</);
  assert.equal((await browser.open('/account/activity?before=x')).status, 200);
  assert.match(
    (await browser.open('/account/activity?lang=es')).text,
    /24 nov 2026, 12:00[\s\S]*por otra cuenta/,
  );
});

test('every record that is about a user has words of its own, in every language', () => {
  const src = join(import.meta.dirname, '..');
  const sources = globSync('**/*.ts', { cwd: src }).filter((path) => !path.endsWith('.test.ts'));
  const recorded = sources.flatMap((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    if (!/\brecordEvent\(/.test(text) || !/targetUserId/.test(text)) return [];
    const statements = text.match(/\baction(?::|\s=)[^;,}]+/g) ?? [];
    return statements.flatMap((statement) => statement.match(/'[a-z_]+'/g) ?? []);
  });
  const actions = new Set(recorded.map((quoted) => quoted.slice(1, -1)));
  // About groups, in the same files; and what nobody is left to read.
  const others = ['set_group_attribute_value', 'delete_group_attribute_value', 'delete_user'];
  for (const action of others) actions.delete(action);
  assert.ok(actions.size > 40);
  for (const locale of ['en', 'es'] as const) {
    const words = Object.keys(messagesIn(locale).events).map((key) => key.split(' ')[0]);
    assert.deepEqual(
      [...actions].filter((action) => !words.includes(action)),
      [],
      locale,
    );
  }
});

test('a trusted device that may have been copied is told to its owner', async (t) => {
  const mailServer = await startSmtpServer(t);
  const server = await startInProcess(t, mailingBy(mailServer));
  const { email, secret, id } = await newPersonWithTwoFactor(server);
  const [browser, copy] = [newBrowser(server.app), newBrowser(server.app)];
  await givePassword(browser, email);
  await browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs), trust: 'yes' });
  copy.cookies.set(`device-${id}`, String(browser.cookies.get(`device-${id}`)));
  await browser.send('/sign-out');
  assert.equal((await givePassword(browser, email)).path, '/');
  const mailed = mailServer.next();
  assert.equal((await givePassword(copy, email)).path, '/sign-in/code');
  assert.match((await mailed).headers, /a trusted device may have been copied/);
});

test('browsers are told to come by https alone, where the server is served over https', async (t) => {
  const secure = await startInProcess(t, { COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' });
  for (const url of ['/sign-in', '/alive', '/api/4.0/versions']) {
    const { headers } = await secure.app.inject(url);
    assert.equal(headers['strict-transport-security'], 'max-age=31536000; includeSubDomains', url);
  }
  const plain = await startInProcess(t);
  assert.equal((await plain.app.inject('/sign-in')).headers['strict-transport-security'], undefined);
});
