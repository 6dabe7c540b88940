import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeAt, wrongCodeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor, PASSWORD } from '../../test/person.ts';

test('a password signs in where there is no second factor, and the session is in the list', async (t) => {
  const server = await startInProcess(t);
  const { id, email } = await newPerson(server);
  const browser = newBrowser(server.app);
  assert.equal((await browser.open('/docs')).status, 200);
  assert.equal((await browser.open('/')).path, '/sign-in?next=%2F');
  const shown = await givePassword(browser, ' ADA@example.com ', { next: '/docs?q=a' });
  assert.deepEqual([shown.status, shown.path], [200, '/docs?q=a']);
  assert.match((await browser.open('/')).text, /Hello, Ada/);
  const [session, ...others] = (await server.admin.get(`/users/${id}/sessions`)).body;
  assert.deepEqual(others, []);
  const { credentials_type, ip_address, browser: name, operating_system } = session;
  assert.deepEqual(
    [credentials_type, ip_address, name, operating_system],
    ['email', '127.0.0.1', 'Firefox', 'Linux'],
  );
  const credential = (await server.admin.get(`/users/${id}/credentials_email`)).body;
  assert.ok(credential.logged_in_at, email);
  // Who is signed in has nothing to do on the page for that.
  assert.equal((await browser.open('/sign-in?next=/docs')).path, '/docs');
  assert.equal((await browser.open('/sign-in?next=//evil.example')).path, '/');
  const out = await browser.open('/').then(() => browser.send('/sign-out'));
  assert.match(out.text, /You are signed out/);
  assert.deepEqual([...browser.cookies.keys()], []);
  assert.deepEqual((await server.admin.get(`/users/${id}/sessions`)).body, []);
});

test('wrong, unknown, without a password and disabled look the same', async (t) => {
  const server = await startInProcess(t);
  const { admin, app } = server;
  await newPerson(server);
  const { id } = await newPerson(server, { email: 'bob@example.com' });
  await admin.patch(`/users/${id}`, { is_disabled: true });
  const { id: fresh } = (await admin.post('/users', {})).body;
  await admin.post(`/users/${fresh}/credentials_email`, { email: 'eve@example.com' });
  const answers = [];
  for (const [email, password] of [
    ['ada@example.com', 'wrong'],
    ['ada@example.com', ''],
    ['nobody@example.com', PASSWORD],
    ['bob@example.com', PASSWORD],
    ['eve@example.com', ''],
    ['', ''],
  ] as const) {
    const { status, text } = await givePassword(newBrowser(app), email, { password });
    answers.push([status, text.replace(email, '').replace(/ autofocus/g, '')]);
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]?.[0], 422);
  assert.match(String(answers[0]?.[1]), /do not belong together/);
});

test('the fifth wrong password is not looked at, nor the right one after it', async (t) => {
  const server = await startInProcess(t);
  await newPerson(server);
  for (const email of ['ada@example.com', 'nobody@example.com']) {
    const browser = newBrowser(server.app);
    for (let n = 0; n < 4; n++)
      assert.equal((await givePassword(browser, email, { password: 'x' })).status, 422);
    const { status, headers, text } = await givePassword(browser, email);
    assert.deepEqual([status, headers['retry-after']], [429, '300']);
    assert.match(text, /Try again in 5 minutes/);
  }
  const [lockout] = (await server.admin.get('/user_login_lockouts')).body;
  assert.equal(lockout.auth_type, 'email');
  server.clock.nowMs += 5 * 60_000;
  assert.equal((await givePassword(newBrowser(server.app), 'ada@example.com')).path, '/');
});

test('with a second factor the password opens nothing, whatever its token is taken for (CVE-2026-45690, CVE-2026-45691 of Nextcloud, CVE-2025-64103 of Zitadel)', async (t) => {
  const server = await startInProcess(t);
  const { id, email } = await newPersonWithTwoFactor(server);
  const browser = newBrowser(server.app);
  assert.equal((await givePassword(browser, email, { next: '/docs' })).path, '/sign-in/code');
  const token = browser.cookies.get('sign-in') as string;
  assert.deepEqual([...browser.cookies.keys()], ['sign-in']);
  for (const path of ['/', '/two-factor/recovery-codes']) {
    assert.match((await browser.open(path)).path, /^\/sign-in\?/, path);
  }
  assert.equal((await browser.open('/two-factor/set-up')).path, '/sign-in/code');
  for (const path of ['/two-factor/set-up', '/two-factor/set-up/code', '/two-factor/recovery-codes']) {
    const { text } = await browser.post(path);
    assert.doesNotMatch(text, /otpauth:|class="codes"/, path);
  }
  const asSession = newBrowser(server.app);
  asSession.cookies.set('session', token);
  assert.match((await asSession.open('/')).path, /^\/sign-in/);
  for (const authorization of [`Bearer ${token}`, `token ${token}`]) {
    const { statusCode } = await server.app.inject({ url: '/api/4.0/user', headers: { authorization } });
    assert.equal(statusCode, 401);
  }
  assert.deepEqual((await server.admin.get(`/users/${id}/sessions`)).body, []);
});

test('a code signs in, once, under a new token; what is wrong with another is not told (CVE-2026-7507 of Keycloak)', async (t) => {
  const server = await startInProcess(t);
  const { email, secret } = await newPersonWithTwoFactor(server);
  const browser = newBrowser(server.app);
  await givePassword(browser, email, { next: '/docs' });
  const pending = browser.cookies.get('sign-in');
  const code = codeAt(secret, server.clock.nowMs);
  const wrong = await browser.send('/sign-in/code', { code: wrongCodeAt(secret, server.clock.nowMs) });
  assert.equal(wrong.status, 422);
  for (const malformed of ['', '12345', '1234567', 'abcdef', '１２３４５６', `${code}\n`]) {
    const { status, text } = await browser.send('/sign-in/code', { code: malformed });
    assert.equal(status, 422);
    assert.match(text, /A code has digits only/);
  }
  const done = await browser.send('/sign-in/code', { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
  assert.deepEqual([done.status, done.path], [200, '/docs']);
  assert.deepEqual([...browser.cookies.keys()], ['session']);
  assert.notEqual(browser.cookies.get('session'), pending);

  const second = newBrowser(server.app);
  await givePassword(second, email);
  const used = await second.send('/sign-in/code', { code });
  assert.equal(used.status, 422);
  const withoutToken = (text: string) => text.replaceAll(/value="[^"]{43}"/g, '');
  assert.equal(withoutToken(used.text), withoutToken(wrong.text));
  second.cookies.set('sign-in', pending as string);
  assert.match((await second.open('/sign-in/code')).path, /why=ended/, 'a sign-in ends with success');
});

test('of ten who send the same code at once, one is signed in', async (t) => {
  const server = await startInProcess(t);
  const { id, email, secret } = await newPersonWithTwoFactor(server);
  const browser = newBrowser(server.app);
  await givePassword(browser, email);
  const cookie = browser.cookies.get('sign-in') as string;
  const code = codeAt(secret, server.clock.nowMs);
  const ten = Array.from({ length: 10 }, () => newBrowser(server.app));
  for (const one of ten) {
    one.cookies.set('sign-in', cookie);
    await one.open('/sign-in/code');
  }
  const all = await Promise.all(
    ten.map(async (one) => {
      await one.send('/sign-in/code', { code });
      return one.cookies.has('session');
    }),
  );
  assert.equal(all.filter(Boolean).length, 1);
  assert.equal((await server.admin.get(`/users/${id}/sessions`)).body.length, 1);
});

test('wrong codes are counted as everywhere else', async (t) => {
  const server = await startInProcess(t);
  const { id, email, secret } = await newPersonWithTwoFactor(server);
  const browser = newBrowser(server.app);
  await givePassword(browser, email);
  const code = wrongCodeAt(secret, server.clock.nowMs);
  for (let n = 0; n < 3; n++) await browser.send('/sign-in/code', { code });
  await givePassword(browser, email);
  for (let n = 0; n < 2; n++) assert.equal((await browser.send('/sign-in/code', { code })).status, 422);
  const right = await browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) });
  assert.equal(right.status, 429);
  assert.ok(Number(right.headers['retry-after']) > 0);
  const { status } = await server.admin.post(`/users/${id}/credentials_totp/verify`, { code });
  assert.equal(status, 429, 'the API has the same budget');
});

test('a recovery code signs in once, and the last ones are told to be few', async (t) => {
  const server = await startInProcess(t);
  const { email, codes } = await newPersonWithTwoFactor(server);
  let browser = newBrowser(server.app);
  const use = async (code = '') => {
    browser = newBrowser(server.app);
    await givePassword(browser, email);
    await browser.open('/sign-in/recovery-code');
    return browser.send('/sign-in/recovery-code', { code });
  };
  assert.match((await use('12345')).text, /five groups/);
  const [first = '', ...others] = codes;
  const lower = await use(` ${first.toLowerCase().replaceAll('-', ' ')} `);
  assert.match(lower.text, /Hello, Ada/);
  assert.doesNotMatch(lower.text, /class="note warn"/);
  const again = await use(first);
  assert.equal(again.status, 422);
  assert.match(again.text, /it has been used or replaced/);
  for (const code of others.slice(0, 5)) assert.doesNotMatch((await use(code)).text, /class="note warn"/);
  assert.match((await use(others[5])).text, /only 3 recovery codes left/);
  await browser.open('/two-factor/recovery-codes');
  const renewed = await browser.send('/two-factor/recovery-codes');
  assert.equal(renewed.text.match(/<li><code>/g)?.length, 10);
  assert.equal((await use(others[6])).status, 422, 'the old ones are void');
});

test('a sign-in that is half done ends when password or second factor change, and after 15 minutes (govengers/auth 1.1.1, GitLab 25195)', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id, email, secret } = await newPersonWithTwoFactor(server);
  const changes = [
    async () => {
      server.clock.nowMs += 15 * 60_000;
    },
    async () => {
      const { body } = await admin.post(`/users/${id}/credentials_email/password_reset`);
      const url = body.password_reset_url.replace(/^https?:\/\/[^/]+/, '');
      await newBrowser(server.app).post(url, { password: PASSWORD, repeat: PASSWORD });
    },
    () => admin.patch(`/users/${id}/credentials_totp`, { is_disabled: true }),
    () => admin.patch(`/users/${id}/credentials_totp`, { is_disabled: false }),
    () => admin.delete(`/users/${id}/credentials_totp`),
  ];
  for (const change of changes) {
    const browser = newBrowser(server.app);
    await givePassword(browser, email);
    await change();
    const { path } = await browser.open('/sign-in/code');
    assert.equal(path, '/sign-in?why=ended');
    assert.match(
      (await browser.post('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) })).path,
      /why=ended/,
    );
  }
});

test('a factor that is switched off lets nobody in', async (t) => {
  const server = await startInProcess(t);
  const { id, email, secret, codes } = await newPersonWithTwoFactor(server);
  await server.admin.patch(`/users/${id}/credentials_totp`, { is_disabled: true });
  const browser = newBrowser(server.app);
  const { status, text } = await givePassword(browser, email);
  assert.equal(status, 403);
  assert.match(text, /Your second factor is switched off/);
  for (const [path, code] of [
    ['/sign-in/code', codeAt(secret, server.clock.nowMs)],
    ['/sign-in/recovery-code', codes[0] as string],
  ] as const) {
    assert.equal((await browser.post(path, { code })).status, 403);
  }
  assert.match((await browser.open('/')).path, /^\/sign-in/);
});

test('who must choose another password does, after the second factor, and is not signed in by it', async (t) => {
  const server = await startInProcess(t);
  const { id, email, secret } = await newPersonWithTwoFactor(server);
  await server.admin.patch(`/users/${id}/credentials_email`, { forced_password_reset_at_next_login: true });
  const browser = newBrowser(server.app);
  assert.equal((await givePassword(browser, email)).path, '/sign-in/code');
  const link = await browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) });
  assert.match(link.path, /^\/password\/reset\/\w{40}$/);
  assert.match((await browser.open('/')).path, /^\/sign-in/);
  const chosen = 'another horse, eight staples';
  assert.equal((await browser.post(link.path, { password: chosen, repeat: chosen })).status, 200);
  assert.match((await browser.open('/')).path, /^\/sign-in/);
  server.clock.nowMs += 60_000;
  await givePassword(browser, email, { password: chosen });
  const done = await browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) });
  assert.equal(done.path, '/');
});

test('a letter with thirty thousand accents keeps nobody else waiting', async (t) => {
  const server = await startInProcess(t);
  const accents = '\u0345'.repeat(15_500) + '\u0334'.repeat(15_500);
  for (const [email, password] of [
    ['ada@example.com', 'first, for what is compiled at the first time'],
    [accents, PASSWORD],
    ['ada@example.com', accents],
  ] as const) {
    const before = process.cpuUsage();
    const answer = await server.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: `email=${email}&password=${password}`,
    });
    assert.equal(answer.statusCode, 422);
    const { user } = process.cpuUsage(before);
    assert.ok(user < 400_000, `${user / 1_000} ms of work`);
  }
});

test('whoever sends passwords by the hundred keeps nobody at another address from signing in', async (t) => {
  const server = await startInProcess(t);
  const { email } = await newPerson(server);
  const send = (user: string, password: string, remoteAddress: string) =>
    server.app.inject({
      method: 'POST',
      url: '/sign-in',
      remoteAddress,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ email: user, password }).toString(),
    });
  const guess = (_: unknown, n: number) => send(`nobody${n}@example.com`, 'guess', '192.0.2.1');
  const flood = Array.from({ length: 120 }, guess);
  const owner = send(email, PASSWORD, '192.0.2.2');
  assert.equal((await owner).statusCode, 303);
  const statuses = (await Promise.all(flood)).map(({ statusCode }) => statusCode);
  assert.ok(statuses.includes(503), 'more came than could wait');
});
