import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { codeAt, wrongCodeAt } from '../authenticator.ts';
import { scratchFolder, startInProcess } from '../harness.ts';
import { PASSWORD } from '../person.ts';
import { openBrowser, violationsOn, visit } from './browser.ts';

/** Each language, width and colour scheme once. */
const looks = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'es', hasTouch: true },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'en' },
] satisfies BrowserContextOptions[];

async function listening(t: TestContext) {
  const server = await startInProcess(t);
  const origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
  return { ...server, origin, browser: await openBrowser(t), folder: scratchFolder(t) };
}

type Server = Awaited<ReturnType<typeof listening>>;

/** A new user of whom a second factor is asked, and the link with which they set up their account. */
async function invite({ admin }: Server, email: string, name = 'Ada'): Promise<string> {
  const { id } = (await admin.post('/users', { first_name: name, last_name: 'Lovelace' })).body;
  await admin.post(`/users/${id}/credentials_email`, { email });
  await admin.post(`/users/${id}/credentials_totp`);
  const { body } = await admin.post(`/users/${id}/credentials_email/password_reset`);
  return body.account_setup_url;
}

/** The steps of a person, told by what the forms do: the words differ by language. */
const steps = (page: Page) => ({
  async choosePassword(link: string) {
    await page.goto(new URL(link).pathname);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#repeat').fill(PASSWORD);
    await page.locator('main button').click();
  },
  async givePassword(email: string, password = PASSWORD) {
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(password);
    await page.locator('main form[action="/sign-in"] button').click();
  },
  start: () => page.locator('form[action="/two-factor/set-up"] button').click(),
  async giveCode(code: string) {
    await page.locator('#code').fill(code);
    await page.locator('main form:has(#code) button').click();
  },
  saved: async () => {
    await page.locator('[name=saved]').check();
    await page.locator('form.saved button').click();
  },
  signOut: () => page.locator('form[action="/sign-out"] button').click(),
});

/** The secret in the QR code, read from the picture on the screen. */
async function scan(page: Page, folder: string): Promise<string> {
  const path = join(folder, 'qr.png');
  await page.locator('.qr').screenshot({ path });
  const read = execFileSync('zbarimg', ['--quiet', '--raw', path], { encoding: 'utf8' });
  assert.match(read, /^otpauth:\/\/totp\/Countersign:[^?]+\?secret=[A-Z2-7]{32}&issuer=Countersign&/);
  return new URL(read).searchParams.get('secret') as string;
}

/** What a page weighs on its way, with all it loads, and how long it takes to show something. */
async function weigh(page: Page): Promise<{ bytes: number; paintMs: number }> {
  return page.evaluate(`(() => {
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return {
      bytes: loaded.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      paintMs: paint ? paint.startTime : 0,
    };
  })()`);
}

/** The browser itself says on the console that a form was refused. */
const ours = (complaints: string[]) => complaints.filter((text) => !/status of 4(?:22|29|03|04)/.test(text));

for (const look of looks) {
  const named = `${look.locale}, ${look.colorScheme}, ${look.viewport.width} px`;
  test(`somebody new enrols with the QR code, signs in with a code, a recovery code, a trusted device: ${named}`, async (t) => {
    const server = await listening(t);
    const { origin, browser, clock, folder } = server;
    const email = 'ada@example.com';
    const link = await invite(server, email, look.locale === 'es' ? 'Añaterve '.repeat(9) : 'Ada');
    const { page, complaints } = await visit(t, browser, origin, look);
    const { choosePassword, givePassword, start, giveCode, saved, signOut } = steps(page);
    const measured: Record<string, { bytes: number; paintMs: number }> = {};
    const lookAt = async (what: string) => {
      assert.equal(await page.locator('html').getAttribute('lang'), look.locale, what);
      assert.deepEqual(await violationsOn(page), [], `${what}, ${named}`);
      const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      assert.equal(tooWide, false, `${what} is wider than ${look.viewport.width} px`);
      const { bytes, paintMs } = await weigh(page);
      measured[what] = { bytes, paintMs: Math.round(paintMs) };
      assert.ok(bytes < 100 * 1024, `${what} weighs ${bytes} bytes`);
    };

    await choosePassword(link);
    await page.goto('/');
    await lookAt('sign-in');
    await page.goto('/sign-in?why=ended&next=/docs');
    await lookAt('sign-in after the end of a session');
    await givePassword(email, 'wrong');
    await lookAt('sign-in refused');
    await page.goto('/sign-in/forgotten-password');
    await lookAt('forgotten password');
    await page.goto('/sign-in?next=/%3Fa%3Db');
    await givePassword(email);
    await page.waitForURL('**/two-factor/set-up');
    await lookAt('set-up');
    await start();
    await lookAt('QR code');
    await page.locator('summary').click();
    await lookAt('secret as text');
    const secret = await scan(page, folder);
    assert.equal((await page.locator('#secret').textContent())?.replace(/\s/g, ''), secret);
    await giveCode(wrongCodeAt(secret, clock.nowMs));
    await lookAt('first code refused');
    await giveCode(codeAt(secret, clock.nowMs));
    await lookAt('recovery codes');
    const codes = await page.locator('.codes code').allTextContents();
    await saved();
    await page.waitForURL('**/?a=b');
    await lookAt('account');
    await signOut();
    await page.waitForURL('**/sign-in?why=out');
    await lookAt('signed out');

    clock.nowMs += 60_000;
    await givePassword(email);
    await page.waitForURL('**/sign-in/code');
    await lookAt('code');
    await giveCode('12');
    await lookAt('code refused');
    const code = codeAt(secret, clock.nowMs);
    await giveCode(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.waitForURL('**/');
    await signOut();

    await givePassword(email);
    await page.locator('a[href="/sign-in/recovery-code"]').click();
    await lookAt('recovery code');
    await giveCode('x');
    await lookAt('recovery code refused');
    await giveCode(codes[0] as string);
    await page.waitForURL('**/');
    await page.goto('/two-factor/recovery-codes');
    await lookAt('new recovery codes');
    await page.goto('/');
    await signOut();

    clock.nowMs += 60_000;
    await givePassword(email);
    await page.locator('[name=trust]').check();
    await giveCode(codeAt(secret, clock.nowMs));
    await page.waitForURL('**/');
    await signOut();
    // Whoever clicks twice has the device trusted all the same.
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('main form[action="/sign-in"] button').dblclick({ delay: 20 });
    await page.waitForURL('**/');
    await signOut();
    await givePassword(email);
    await page.waitForURL('**/');
    await lookAt('account on a trusted device');
    await page.goto('/two-factor/recovery-codes');
    await page.waitForURL('**/sign-in?why=again*');
    await lookAt('sign-in once more');
    assert.deepEqual(ours(complaints), []);
    t.diagnostic(JSON.stringify(measured));
  });
}

test('without JavaScript all of it works, and the recovery codes can be had as a file', async (t) => {
  const server = await listening(t);
  const { origin, browser, clock, folder } = server;
  const { page, complaints } = await visit(t, browser, origin, { javaScriptEnabled: false, locale: 'en' });
  const { choosePassword, givePassword, start, giveCode, saved, signOut } = steps(page);
  await choosePassword(await invite(server, 'ada@example.com'));
  await page.getByRole('link', { name: 'Sign in' }).click();
  await givePassword('ada@example.com');
  await start();
  await page.locator('summary').click();
  assert.equal(await page.getByRole('button', { name: 'Copy' }).isVisible(), false);
  const secret = await scan(page, folder);
  await giveCode(codeAt(secret, clock.nowMs));
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
  const codes = await page.locator('.codes code').allTextContents();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'recovery-codes.txt');
  const file = readFileSync(await download.path(), 'utf8');
  for (const code of codes) assert.ok(file.includes(code));
  assert.equal(codes.length, 10);
  await saved();
  await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor();
  await signOut();
  clock.nowMs += 60_000;
  await givePassword('ada@example.com');
  await giveCode(codeAt(secret, clock.nowMs));
  await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor();
  assert.deepEqual(complaints, []);
});

test('the keyboard alone does all of it; secret and codes are copied and printed', async (t) => {
  const server = await listening(t);
  const { origin, browser, clock } = server;
  const { page, complaints } = await visit(t, browser, origin, {
    locale: 'en',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { choosePassword } = steps(page);
  const focused = () =>
    page.evaluate(
      'document.activeElement.id || document.activeElement.name || document.activeElement.textContent',
    );
  const clipboard = () => page.evaluate('navigator.clipboard.readText()');
  const tabTo = async (what: string) => {
    for (let n = 0; n < 25; n++) {
      if ((await focused()) === what) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`the keyboard does not reach ${what}`);
  };
  await choosePassword(await invite(server, 'ada@example.com'));
  await page.goto('/sign-in');
  // The browser sets it when it first paints, which on a busy machine is after the page has loaded.
  await page.waitForFunction("document.activeElement.id === 'email'");
  await page.keyboard.type('ada@example.com');
  await tabTo('password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/two-factor/set-up');
  await tabTo('I have an app: go on');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Scan this' }).waitFor();
  await tabTo('You cannot scan it? Type it in');
  await page.keyboard.press('Enter');
  await tabTo('Copy');
  await page.keyboard.press('Enter');
  await page.getByText('Copied').waitFor();
  const secret = String(await clipboard());
  assert.match(secret, /^[A-Z2-7]{32}$/);
  await tabTo('code');
  await page.keyboard.type(codeAt(secret, clock.nowMs));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Save your recovery codes' }).waitFor();
  await tabTo('Copy');
  await page.keyboard.press('Enter');
  await page.getByText('Copied').waitFor();
  const codes = await page.locator('.codes code').allTextContents();
  assert.equal(await clipboard(), codes.join('\n'));

  await page.evaluate('window.print = () => { document.title = "printed"; }');
  await page.getByRole('button', { name: 'Print' }).click();
  assert.equal(await page.title(), 'printed');
  await page.emulateMedia({ media: 'print' });
  const sheet = String(await page.evaluate("document.querySelector('main').innerText"));
  for (const part of [
    'Recovery codes for Countersign',
    origin,
    'ada@example.com',
    'November 24, 2026',
    ...codes,
  ]) {
    assert.ok(sheet.includes(part), `the sheet has ${part}`);
  }
  assert.doesNotMatch(sheet, /Go on|Download|I have saved/);
  await page.emulateMedia({ media: 'screen' });

  await tabTo('saved');
  await page.keyboard.press('Space');
  await tabTo('Go on');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor();
  assert.deepEqual(complaints, []);
});

test('a link of another site finds one signed in, and its forms do nothing', async (t) => {
  const server = await listening(t);
  const { origin, browser, admin } = server;
  const { page } = await visit(t, browser, origin, { locale: 'en' });
  const { givePassword, signOut } = steps(page);
  await page.goto('/sign-in');
  await givePassword('admin@example.com', 'test-admin-password');
  await page.getByRole('heading', { name: 'Hello, Admin' }).waitFor();
  const elsewhere = origin.replace('127.0.0.1', 'localhost');
  await page.context().route(`${elsewhere}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<a href="${origin}/">there</a>
        <form method="post" action="${origin}/sign-out"><button>out</button></form>
        <iframe src="${origin}/sign-in"></iframe>`,
    }),
  );
  await page.goto(elsewhere);
  const framed = page.frames()[1];
  await framed?.waitForLoadState();
  assert.equal(await framed?.locator('#email').count(), 0, 'in no frame of another site');
  await page.getByRole('link', { name: 'there' }).click();
  await page.getByRole('heading', { name: 'Hello, Admin' }).waitFor();
  await page.goto(elsewhere);
  await page.getByRole('button', { name: 'out' }).click();
  await page.getByText('This was sent from another page').waitFor();
  await page.goto('/');
  await page.getByRole('heading', { name: 'Hello, Admin' }).waitFor();
  await signOut();
  assert.deepEqual((await admin.get('/users/1/sessions')).body, []);
});
