import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { codeAt, wrongCodeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, PASSWORD, type Shown } from '../../test/person.ts';

const secretOn = ({ text }: Shown): string =>
  (/id="secret">(.*?)<\/span>\n/s.exec(text)?.[1] ?? '').replace(/<[^>]+>|\s/g, '');

/** Somebody of whom an administrator wants a second factor. */
async function withAsked(t: TestContext) {
  const server = await startInProcess(t);
  const person = await newPerson(server);
  await server.admin.post(`/users/${person.id}/credentials_totp`);
  const browser = newBrowser(server.app);
  const scan = async () => {
    await browser.open('/two-factor/set-up');
    return secretOn(await browser.send('/two-factor/set-up'));
  };
  const send = (code: string) => browser.send('/two-factor/set-up/code', { code });
  return { server, browser, ...person, scan, send };
}

test('who was asked for a second factor sets it up before anything else, and goes on with recovery codes (CVE-2026-94218 of Keycloak)', async (t) => {
  const { server, browser, id, email, scan, send } = await withAsked(t);
  assert.equal((await givePassword(browser, email, { next: '/docs' })).path, '/two-factor/set-up');
  assert.match((await browser.open('/')).path, /^\/sign-in/);
  assert.equal((await browser.open('/sign-in/code')).path, '/two-factor/set-up');
  const pending = browser.cookies.get('sign-in');
  const secret = await scan();
  assert.match(secret, /^[A-Z2-7]{32}$/);
  const shown = await send(codeAt(secret, server.clock.nowMs));
  assert.equal(shown.status, 200);
  assert.match(String(shown.headers['cache-control']), /no-store/);
  const codes = [...shown.text.matchAll(/<li><code>([^<]+)</g)].map(([, code]) => code);
  assert.equal(codes.length, 10);
  assert.notEqual(browser.cookies.get('session'), pending);
  assert.ok(!browser.cookies.has('sign-in'));

  const file = await browser.send('/two-factor/recovery-codes/file');
  assert.match(String(file.headers['content-disposition']), /^attachment; filename="recovery-codes.txt"$/);
  for (const part of [...codes, email, 'Countersign', 'November 24, 2026']) {
    assert.ok(file.text.includes(String(part)), `the file has ${part}`);
  }
  await browser.open('/');
  const path = '/two-factor/recovery-codes/saved';
  const token = /name="form_token" value="([^"]+)"/.exec((await browser.open('/')).text)?.[1] as string;
  const unsaved = await browser.post(path, { form_token: token, next: '/docs' });
  assert.equal(unsaved.status, 422);
  assert.match(unsaved.text, /If you have not saved them, make new ones/);
  assert.equal((await browser.post(path, { form_token: token, next: '/docs', saved: 'yes' })).path, '/docs');
  assert.equal((await server.admin.get(`/users/${id}/credentials_totp`)).body.verified, true);

  // Its code is spent, too.
  const second = newBrowser(server.app);
  await givePassword(second, email);
  assert.equal(
    (await second.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) })).status,
    422,
  );
});

test('a wrong first code is explained, with what to do', async (t) => {
  const { server, browser, email, scan, send } = await withAsked(t);
  await givePassword(browser, email);
  const old = await scan();
  const secret = await scan();
  const { nowMs } = server.clock;
  for (const [code, told] of [
    ['12', /The code has 6 digits and nothing else/],
    [codeAt(secret, nowMs + 4 * 60_000), /clock is about 4 minutes fast.*set date and time by itself/],
    [codeAt(secret, nowMs - 3_600_000), /clock is about 60 minutes slow/],
    [codeAt(old, nowMs), /comes from a QR code that was shown before/],
    [wrongCodeAt(secret, nowMs), /fits neither the QR code nor the time/],
  ] as const) {
    const { status, text } = await send(code);
    assert.equal(status, 422);
    assert.match(text, told);
    assert.doesNotMatch(text, /otpauth:/, 'the seed is shown once');
  }
  server.clock.nowMs += 10 * 60_000;
  const late = await browser.post('/two-factor/set-up/code', { code: codeAt(secret, server.clock.nowMs) });
  assert.equal(late.status, 403, 'a form without its token is nobody’s');
  await browser.open('/two-factor/set-up');
  const { text } = await browser.send('/two-factor/set-up');
  assert.notEqual(secretOn({ text } as Shown), secret);
});

test('after ten minutes the QR code is void, and the page says so', async (t) => {
  const { server, browser, email, scan, send } = await withAsked(t);
  await givePassword(browser, email);
  const secret = await scan();
  server.clock.nowMs += 10 * 60_000;
  const { status, text } = await send(codeAt(secret, server.clock.nowMs));
  assert.equal(status, 422);
  assert.match(text, /more than ten minutes/);
  assert.equal((await browser.open('/two-factor/set-up/code')).path, '/two-factor/set-up');
});

test('who sets it up unasked and leaves half-way signs in as before', async (t) => {
  const server = await startInProcess(t);
  const { id, email } = await newPerson(server);
  const browser = newBrowser(server.app);
  await givePassword(browser, email);
  const left = await browser.open('/two-factor/set-up').then(() => browser.send('/two-factor/set-up'));
  assert.match(left.text, /otpauth:/);
  assert.equal((await givePassword(newBrowser(server.app), email)).path, '/');

  // An administrator who asks for one now is not told that there is one.
  const asked = await server.admin.post(`/users/${id}/credentials_totp`);
  assert.deepEqual([asked.status, asked.body.verified], [200, false]);
  assert.equal((await givePassword(newBrowser(server.app), email)).path, '/two-factor/set-up');
  assert.equal((await server.admin.post(`/users/${id}/credentials_totp`)).status, 409);
});

test('setting it up unasked needs a fresh sign-in, ends other sessions, and binds from then on', async (t) => {
  const server = await startInProcess(t);
  const { email } = await newPerson(server);
  const [browser, other] = [newBrowser(server.app), newBrowser(server.app)];
  await givePassword(browser, email);
  await givePassword(other, email);
  server.clock.nowMs += 10 * 60_000;
  const again = await browser.open('/two-factor/set-up');
  assert.equal(again.path, '/sign-in?why=again&next=%2Ftwo-factor%2Fset-up');
  assert.match(again.text, /show once more that it is you/);
  assert.equal((await browser.send('/sign-in', { email, password: PASSWORD })).path, '/two-factor/set-up');
  const secret = secretOn(await browser.send('/two-factor/set-up'));
  const session = browser.cookies.get('session');
  const code = codeAt(secret, server.clock.nowMs);
  const { text } = await browser.send('/two-factor/set-up/code', { code });
  assert.match(text, /Two-step sign-in is on/);
  assert.equal(browser.cookies.get('session'), session, 'this one goes on');
  assert.match((await other.open('/')).path, /why=ended/);
  assert.equal((await givePassword(other, email)).path, '/sign-in/code');
  assert.equal((await browser.open('/two-factor/set-up')).path, '/');
});

test('a file is made of recovery codes and of nothing else', async (t) => {
  const { app } = await startInProcess(t);
  for (const payload of [
    '',
    'code=x&code=y',
    'code=<script>',
    `${'code=00000-00000-00000-00000-00000&'.repeat(11)}`,
  ]) {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/two-factor/recovery-codes/file',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload,
    });
    assert.equal(statusCode, 400);
  }
});
