import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { codeAt } from '../authenticator.ts';
import { startInProcess } from '../harness.ts';
import { newPersonWithTwoFactor, PASSWORD } from '../person.ts';
import { openBrowser, violationsOn, visit } from './browser.ts';

const LONG = 'Añaterve-Wolfeschlegelsteinhausenbergerdorff '.repeat(4).trim();

/** Each language, width and colour scheme once, with a usual name and one of the longest. */
const looks = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'es', hasTouch: true },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'en' },
] satisfies BrowserContextOptions[];

/** The browser itself says on the console that a form was refused. */
const ours = (complaints: string[]) => complaints.filter((text) => !/status of 4(?:22|29|03|04)/.test(text));

const submit = (page: Page, action: string) =>
  page.locator(`main form[action="${action}"] button`).first().click();

/** The secret on a page, opened where it is folded away. */
const secretOn = async (page: Page): Promise<string> =>
  ((await page.locator('#secret').textContent()) ?? '').replace(/\s/g, '');

test('the account in a browser', async (t) => {
  const server = await startInProcess(t);
  const { clock, admin } = server;
  const origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await openBrowser(t);
  const roles: { id: string; name: string }[] = (await admin.get('/roles')).body;

  async function newAdministrator(email: string, first_name: string) {
    const person = await newPersonWithTwoFactor(server, { email, first_name });
    await admin.put(`/users/${person.id}/roles`, [roles.find(({ name }) => name === 'Admin')?.id]);
    return person;
  }

  async function signIn(page: Page, email: string, secret: string) {
    clock.nowMs += 60_000;
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('main form[action="/sign-in"] button').click();
    await page.locator('[name=trust]').check();
    await page.locator('#code').fill(codeAt(secret, clock.nowMs));
    await submit(page, '/sign-in/code');
  }

  for (const look of looks) {
    const named = `${look.locale}, ${look.colorScheme}, ${look.viewport.width} px`;
    await t.test(`every page of it is readable and complete: ${named}`, async (t) => {
      const { page, complaints } = await visit(t, browser, origin, look);
      const lookAt = async (what: string) => {
        assert.equal(await page.locator('html').getAttribute('lang'), look.locale, what);
        assert.deepEqual(await violationsOn(page), [], `${what}, ${named}`);
        const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        assert.equal(tooWide, false, `${what} is wider than ${look.viewport.width} px`);
      };
      const narrow = look.viewport.width === 360;
      const email = narrow ? `${'very-'.repeat(10)}long@subdomain.example.com` : 'ada@example.com';
      const { id, secret } = await newAdministrator(email, narrow ? LONG : 'Ada');
      await admin.post(`/users/${id}/credentials_api3`);

      await page.goto('/account/devices');
      await signIn(page, email, secret);
      await page.waitForURL('**/account/devices');
      await lookAt('devices');
      const pages = [
        '/',
        '/account/two-factor',
        '/account/api-keys',
        '/account/profile',
        '/account/activity',
      ];
      for (const path of pages) {
        await page.goto(path);
        await lookAt(path);
        assert.equal(
          await page.locator('.sections [aria-current]').count(),
          1,
          `${path} is in the navigation`,
        );
      }
      await page.goto('/account/profile');
      await page.locator('#last').fill('x'.repeat(256));
      await submit(page, '/account/profile');
      await lookAt('profile refused');
      await page.goto('/account/profile');
      await submit(page, '/account/profile');
      await lookAt('profile saved');
      await page.goto('/account/password');
      await lookAt('password');
      for (const [field, value] of Object.entries({
        current: 'x',
        password: 'password',
        repeat: 'password',
      })) {
        await page.locator(`#${field}`).fill(value);
      }
      await submit(page, '/account/password');
      await lookAt('password refused');
      await page.goto('/account/api-keys');
      await submit(page, '/account/api-keys');
      await lookAt('new API key');
      await page.locator('main a.button').click();
      await page.locator('.items a').first().click();
      await lookAt('delete an API key');
      await page.locator('main button.danger').click();
      await page.waitForURL('**/account/api-keys?done=removed');
      await lookAt('API key deleted');

      await page.goto('/account/two-factor/replace');
      await lookAt('replace the phone');
      await submit(page, '/account/two-factor/replace');
      await lookAt('QR code of the new phone');
      const next = await secretOn(page);
      await page.locator('#code').fill(codeAt(secret, clock.nowMs));
      await submit(page, '/account/two-factor/replace/code');
      await lookAt('code of the old phone refused');
      await page.locator('#code').fill(codeAt(next, clock.nowMs));
      await submit(page, '/account/two-factor/replace/code');
      await page.waitForURL('**/account/two-factor?done=replaced');
      await lookAt('phone replaced');

      await admin.post(`/users/${id}/recovery_codes`);
      await page.goto('/account/devices');
      await lookAt('no trusted devices');
      clock.nowMs += 16 * 60_000;
      await page.goto('/account/activity');
      await page.waitForURL('**/sign-in?why=ended&next=%2Faccount%2Factivity');
      await lookAt('session ended');
      assert.deepEqual(ours(complaints), []);
    });
  }

  await t.test(
    'without JavaScript the phone is replaced, a key made, and the password changed',
    async (t) => {
      const options = { javaScriptEnabled: false, locale: 'en' };
      const { page, complaints } = await visit(t, browser, origin, options);
      const { secret } = await newAdministrator('bob@example.com', 'Bob');
      await page.goto('/account/two-factor/replace');
      await signIn(page, 'bob@example.com', secret);
      await submit(page, '/account/two-factor/replace');
      const next = await secretOn(page);
      await page.locator('#code').fill(codeAt(next, clock.nowMs));
      await submit(page, '/account/two-factor/replace/code');
      await page.getByText('Your new phone is set up').waitFor();
      await page.goto('/account/api-keys');
      await submit(page, '/account/api-keys');
      assert.match((await page.locator('#client-secret').textContent()) ?? '', /^\w{30,}$/);
      assert.equal(await page.getByRole('button', { name: 'Copy' }).count(), 0);
      await page.goto('/account/password');
      await page.locator('#current').fill(PASSWORD);
      for (const field of ['#password', '#repeat'])
        await page.locator(field).fill('another horse, eight staples');
      await submit(page, '/account/password');
      await page.getByText('Your password was changed').waitFor();
      await page.goto('/account/activity');
      await page.getByText('Times are in UTC').waitFor();
      assert.deepEqual(complaints, []);
    },
  );

  await t.test('the keyboard alone does all of it, and moments are in the time of the reader', async (t) => {
    const { secret } = await newAdministrator('eve@example.com', 'Eve');
    const { page, complaints } = await visit(t, browser, origin, {
      locale: 'en',
      timezoneId: 'Asia/Kolkata',
    });
    await page.goto('/account/profile');
    await signIn(page, 'eve@example.com', secret);
    await page.waitForURL('**/account/profile');
    const focused = () =>
      page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()');
    const tabTo = async (what: string) => {
      for (let n = 0; n < 30; n++) {
        if ((await focused()) === what) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`the keyboard does not reach ${what}`);
    };
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to content');
    await page.keyboard.press('Enter');
    await tabTo('first');
    await page.keyboard.type('Evelyn');
    await tabTo('Save');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    await tabTo('Devices');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
    await tabTo('Sign out everywhere else');
    await page.keyboard.press('Enter');
    await page.getByText('You are signed out everywhere but here').waitFor();
    await page.goto('/account/activity');
    const time = page.locator('time').first();
    const told = new Intl.DateTimeFormat('en', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'Asia/Kolkata',
    });
    assert.equal(await time.textContent(), told.format(clock.nowMs));
    assert.equal(await page.getByText('Times are in UTC').isVisible(), false);
    assert.deepEqual(complaints, []);
  });
});
