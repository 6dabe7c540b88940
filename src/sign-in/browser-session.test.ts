import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor, PASSWORD } from '../../test/person.ts';

test('after a session ended one comes back to where one was', async (t) => {
  const server = await startInProcess(t);
  const { email } = await newPerson(server);
  const browser = newBrowser(server.app);
  await givePassword(browser, email);
  server.clock.nowMs += 15 * 60_000;
  const { path, text } = await browser.open('/?a=1');
  assert.equal(path, '/sign-in?why=ended&next=%2F%3Fa%3D1');
  assert.match(text, /You have been signed out/);
  assert.equal((await browser.send('/sign-in', { email, password: PASSWORD })).path, '/?a=1');
});

test('signing in ends the session before, of whomever', async (t) => {
  const server = await startInProcess(t);
  const ada = await newPerson(server);
  const { id, email } = await newPersonWithTwoFactor(server, { email: 'bob@example.com' });
  const browser = newBrowser(server.app);
  await givePassword(browser, ada.email);
  const first = browser.cookies.get('session');
  await browser.open('/sign-in?why=again');
  await browser.send('/sign-in', { email, password: PASSWORD });
  assert.ok(!browser.cookies.has('session'));
  browser.cookies.set('session', first as string);
  assert.match((await browser.open('/')).path, /^\/sign-in/);
  assert.deepEqual((await server.admin.get(`/users/${ada.id}/sessions`)).body, []);
  assert.deepEqual((await server.admin.get(`/users/${id}/sessions`)).body, []);
});

test('no other site can send a form of these pages', async (t) => {
  const server = await startInProcess(t);
  const { email } = await newPerson(server);
  const browser = newBrowser(server.app);
  await givePassword(browser, email);
  const session = browser.cookies.get('session') as string;
  const token = /name="form_token" value="([^"]+)"/.exec((await browser.open('/')).text)?.[1] as string;
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    // Browsers that are old, and all of them at addresses like http://id.example.
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    const elsewhere = newBrowser(server.app, headers as Record<string, string>);
    elsewhere.cookies.set('session', session);
    for (const [path, fields] of [
      ['/sign-in', { email, password: PASSWORD }],
      ['/sign-in/forgotten-password', { email }],
      ['/sign-out', { form_token: token }],
      ['/two-factor/set-up', { form_token: token }],
      ['/two-factor/recovery-codes/file', {}],
      ['/two-factor/recovery-codes/saved', { form_token: token }],
    ] as const) {
      const { status, text } = await elsewhere.post(path, fields);
      assert.deepEqual([status, /sent from another page/.test(text)], [403, true], path);
    }
    const bare = newBrowser(server.app, headers as Record<string, string>);
    assert.equal((await bare.post('/sign-out')).status, 403, 'nor sign out who does not send a cookie');
  }
  for (const wrong of ['', token.slice(1), `${token}x`, session]) {
    assert.equal((await browser.post('/sign-out', { form_token: wrong })).status, 403);
  }
  assert.match((await browser.open('/')).text, /Hello, Ada/);
});

test('cookies are for this host, over TLS, and no script; plain http has a name of its own', async (t) => {
  for (const [settings, expected] of [
    [
      { COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' },
      /^__Host-session=\w{40}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    ],
    [{}, /^session=\w{40}; Path=\/; HttpOnly; SameSite=Strict$/],
  ] as const) {
    const server = await startInProcess(t, settings);
    const { email } = await newPerson(server);
    const { headers } = await server.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ email, password: PASSWORD }).toString(),
    });
    const [session] = [headers['set-cookie'] ?? []].flat().filter((set) => set.includes('session='));
    assert.match(String(session), expected);
    if (!('COUNTERSIGN_PUBLIC_URL' in settings)) continue;
    const token = /=(\w+)/.exec(String(session))?.[1];
    const { headers: other } = await server.app.inject({ url: '/', headers: { cookie: `session=${token}` } });
    assert.match(String(other.location), /^\/sign-in/, 'a cookie of the other name is nobody’s');
  }
});

test('where sessions may outlive the window, the browser keeps the cookie as long as the session lasts', async (t) => {
  const server = await startInProcess(t);
  await server.admin.patch('/session_config', { allow_persistent_sessions: true, session_minutes: 60 });
  const { email } = await newPerson(server);
  const { headers } = await server.app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ email, password: PASSWORD }).toString(),
  });
  assert.match(String(headers['set-cookie']), /session=\w{40};[^,]*Max-Age=3600/);
});
