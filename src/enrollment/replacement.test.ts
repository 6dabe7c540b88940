import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { codeAt, wrongCodeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPersonWithTwoFactor, PASSWORD, type Shown } from '../../test/person.ts';
import { mailingBy, startSmtpServer } from '../../test/smtp-server.ts';
import { listKeys } from '../sealing-keys/list-keys.ts';
import { Resealing } from '../sealing-keys/resealing.ts';
import { rotateKey } from '../sealing-keys/rotate-key.ts';
import { sql } from '../store/sql.ts';

const REPLACE = '/account/two-factor/replace';

const secretOn = ({ text }: Shown): string =>
  (/id="secret">(.*?)<\/span>\n/s.exec(text)?.[1] ?? '').replace(/<[^>]+>|\s/g, '');

/** Somebody signed in with a code, and where mails to them go. */
async function withPhone(t: TestContext) {
  const mailServer = await startSmtpServer(t);
  const server = await startInProcess(t, mailingBy(mailServer));
  const { clock } = server;
  const person = await newPersonWithTwoFactor(server);
  const signIn = async (secret: string, trust = '') => {
    const browser = newBrowser(server.app);
    clock.nowMs += 60_000;
    await givePassword(browser, person.email);
    const shown = await browser.send('/sign-in/code', { code: codeAt(secret, clock.nowMs), trust });
    return { browser, shown };
  };
  const { browser } = await signIn(person.secret, 'yes');
  const scan = async () => {
    await browser.open(REPLACE);
    return secretOn(await browser.send(REPLACE));
  };
  const send = (code: string) => browser.send(`${REPLACE}/code`, { code });
  return { server, mailServer, clock, browser, ...person, signIn, scan, send };
}

test('the old phone works until the new one does, and then no longer; all else is signed out', async (t) => {
  const {
    server,
    mailServer,
    clock,
    browser,
    id,
    email,
    secret: old,
    signIn,
    scan,
    send,
  } = await withPhone(t);
  const other = (await signIn(old)).browser;
  const secret = await scan();
  assert.notEqual(secret, old);
  assert.equal((await signIn(old)).shown.path, '/', 'the old one still works');
  assert.equal((await signIn(secret)).shown.status, 422, 'the new one does not yet');

  const mailed = mailServer.next();
  await browser.open(`${REPLACE}/code`);
  const code = codeAt(secret, clock.nowMs);
  const both = await Promise.all([send(code), send(code)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 422], 'of two at once, one is accepted');
  const done = both.find(({ status }) => status === 200) as Shown;
  assert.equal(done.path, '/account/two-factor?done=replaced');
  assert.match(done.text, /Your new phone is set up/);
  assert.match(done.text, /<dt>Left<\/dt><dd>10<\/dd>/, 'recovery codes stay');
  assert.match((await mailed).text, /come from another phone now/);
  assert.match((await other.open('/')).path, /why=ended/);
  assert.deepEqual((await server.admin.get(`/users/${id}/trusted_devices`)).body, []);

  // The code that showed the new phone to work is spent.
  const again = newBrowser(server.app);
  await givePassword(again, email);
  assert.equal((await again.send('/sign-in/code', { code })).status, 422);
  assert.equal((await signIn(old)).shown.status, 422);
  assert.equal((await signIn(secret)).shown.path, '/');
  const { body } = await server.admin.get(`/audit_events?target_user_id=${id}&action=replace_two_factor`);
  assert.deepEqual(
    body.map(({ outcome }: { outcome: string }) => outcome),
    ['accepted'],
  );
});

test('who comes in with a recovery code gets ten new ones with the new phone', async (t) => {
  const { server, clock, email, codes } = await withPhone(t);
  const browser = newBrowser(server.app);
  await givePassword(browser, email);
  await browser.open('/sign-in/recovery-code');
  await browser.send('/sign-in/recovery-code', { code: String(codes[0]) });
  assert.match((await browser.open(REPLACE)).text, /You get new recovery codes/);
  const secret = secretOn(await browser.send(REPLACE));
  const shown = await browser.send(`${REPLACE}/code`, { code: codeAt(secret, clock.nowMs) });
  const renewed = [...shown.text.matchAll(/<li><code>([^<]+)</g)].map(([, code]) => code);
  assert.equal(renewed.length, 10);
  assert.ok(!codes.some((code) => renewed.includes(code)));
  assert.equal(
    (await browser.send('/two-factor/recovery-codes/saved', { saved: 'yes' })).path,
    '/account/two-factor',
  );
});

test('a wrong code of the new phone is explained and paid for, and changes nothing', async (t) => {
  const { server, clock, secret: old, id, signIn, scan, send } = await withPhone(t);
  const secret = await scan();
  for (const [code, told] of [
    ['12', /has 6 digits and nothing else/],
    [codeAt(secret, clock.nowMs + 240_000), /clock is about 4 minutes fast/],
    [codeAt(old, clock.nowMs), /This code is from your old phone/],
    [wrongCodeAt(secret, clock.nowMs), /fits neither the QR code nor the time/],
  ] as const) {
    const { status, text } = await send(code);
    assert.equal(status, 422);
    assert.match(text, told);
  }
  for (let n = 0; n < 2; n++) await send(wrongCodeAt(secret, clock.nowMs));
  assert.equal((await send(codeAt(secret, clock.nowMs))).status, 429);
  clock.nowMs += 9 * 60_000;
  assert.equal((await server.admin.get(`/users/${id}/credentials_totp`)).body.verified, true);
  assert.equal((await signIn(old)).shown.path, '/');
});

test('a new phone waits for ten minutes, and its seed goes with a reset or with the next one', async (t) => {
  const { server, clock, browser, id, email, secret: old, scan, send, signIn } = await withPhone(t);
  const first = await scan();
  const second = await scan();
  assert.match((await send(codeAt(first, clock.nowMs))).text, /fits neither/);
  clock.nowMs += 10 * 60_000;
  const again = await browser.open(`${REPLACE}/code`);
  assert.equal(again.path, `/sign-in?why=again&next=${encodeURIComponent(REPLACE)}`);
  assert.equal((await signIn(second)).shown.status, 422);
  assert.equal((await signIn(old)).shown.path, '/');

  const fresh = await signIn(old);
  await fresh.browser.open(REPLACE);
  await fresh.browser.send(REPLACE);
  await server.admin.delete(`/users/${id}/credentials_totp`);
  await givePassword(fresh.browser, email);
  assert.equal((await fresh.browser.open(`${REPLACE}/code`)).path, '/account/two-factor');
});

test('it takes a code of just now: a trusted device or an old sign-in is not enough', async (t) => {
  const { server, clock, browser, email, secret } = await withPhone(t);
  await browser.send('/sign-out').catch(() => undefined);
  clock.nowMs += 11 * 60_000;
  assert.equal((await givePassword(browser, email)).path, '/', 'the device is trusted');
  assert.match((await browser.open(REPLACE)).path, /why=again/);
  await browser.send('/sign-in', { email, password: PASSWORD });
  assert.equal((await browser.send('/sign-in/code', { code: codeAt(secret, clock.nowMs) })).path, REPLACE);
  const other = newBrowser(server.app);
  assert.match((await other.open(REPLACE)).path, /^\/sign-in\?next=/);
  assert.equal((await browser.post(REPLACE)).status, 403, 'a form without its token is nobody’s');
});

test('the key that seals is rotated while a new phone waits, and of the old seed nothing is left', async (t) => {
  const { server, clock, id, scan, send } = await withPhone(t);
  const { context } = server;
  const salts = async () =>
    (await context.database.all(sql`SELECT 1 FROM seed_salts WHERE salt <> ${Buffer.alloc(32)}`)).length;
  await scan();
  const secret = await scan();
  assert.equal(await salts(), 2, 'the seed that was shown first is erased');
  await rotateKey(context, new Resealing(context), () => undefined);
  assert.equal((await listKeys(context.database)).length, 1);
  const { path } = await send(codeAt(secret, clock.nowMs));
  assert.equal(path, '/account/two-factor?done=replaced');
  assert.equal(await salts(), 1, 'the old seed is erased');
  await scan();
  await server.admin.delete(`/users/${id}/credentials_totp`);
  assert.equal(await salts(), 0);
});
