import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { giveRoles } from '../administrator.ts';
import { codeAt, wrongCodeAt } from '../authenticator.ts';
import { startInProcess } from '../harness.ts';
import { insertPeople } from '../many-people.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor, PASSWORD } from '../person.ts';
import { openBrowser, violationsOn, visit } from './browser.ts';

/** Each language, width and colour scheme once. */
const looks = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'es', timezoneId: 'UTC' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'en', timezoneId: 'UTC' },
] satisfies BrowserContextOptions[];

const LONG = 'Wolfeschlegelsteinhausenbergerdorff';

/** People, groups and failures, an administrator and somebody of support. */
async function office(t: TestContext) {
  const server = await startInProcess(t);
  const { admin, app, clock, context } = server;
  const root = await newPersonWithTwoFactor(server, { email: 'root@example.com', first_name: 'Grace' });
  await giveRoles(server, root.id, 'Admin');
  const support = await newPersonWithTwoFactor(server, { email: 'support@example.com', first_name: 'Bob' });
  await giveRoles(server, support.id, 'Support');
  const ada = await newPersonWithTwoFactor(server);
  const long = await newPerson(server, {
    email: `${'long'.repeat(15)}@${'example'.repeat(8)}.com`,
    first_name: `${LONG} `.repeat(6).trim(),
  });
  const staff = (await admin.post('/groups', { name: 'Staff' })).body.id as string;
  const other = (await admin.post('/groups', { name: `${LONG} department`.repeat(2) })).body.id as string;
  for (const user_id of [ada.id, long.id, root.id]) await admin.post(`/groups/${staff}/users`, { user_id });
  await admin.post(`/groups/${other}/users`, { user_id: long.id });
  await context.database.transaction((tx) => insertPeople(tx, 120, clock.nowMs));
  await admin.post(`/users/${ada.id}/credentials_totp/verify`, {
    code: wrongCodeAt(ada.secret, clock.nowMs),
  });
  for (let n = 0; n < 4; n++) await givePassword(newBrowser(app), long.email, { password: 'wrong' });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { ...server, origin, browser: await openBrowser(t), root, support, ada, long, staff };
}

type Office = Awaited<ReturnType<typeof office>>;

async function signIn(page: Page, { clock }: Office, who: { email: string; secret: string }, next = '/') {
  await page.goto(`/sign-in?why=again&next=${encodeURIComponent(next)}`);
  await page.locator('#email').fill(who.email);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('main form[action="/sign-in"] button').click();
  await page.locator('#code').fill(codeAt(who.secret, clock.nowMs));
  await page.locator('main form:has(#code) button').click();
  await page.waitForURL(`**${next}`);
}

test('every page, in both languages, wide and narrow, light and dark', async (t) => {
  const server = await office(t);
  const { origin, browser, clock, root, ada, long, staff } = server;
  for (const look of looks) {
    clock.nowMs += 60_000;
    const { page, complaints } = await visit(t, browser, origin, look);
    const named = `${look.locale}, ${look.colorScheme}, ${look.viewport.width} px`;
    await signIn(page, server, root);
    for (const path of [
      '/admin/people',
      '/admin/people?q=zzz',
      `/admin/people/${ada.id}`,
      `/admin/people/${long.id}`,
      `/admin/people/${ada.id}/reset-second-factor`,
      `/admin/people/${ada.id}/roles`,
      '/admin/policy',
      `/admin/policy/change?required_of=some&group=${staff}&from=2026-12-01`,
      '/admin/coverage',
      '/admin/lockouts',
      '/admin/audit',
      '/admin/audit?action=nothing',
    ]) {
      await page.goto(path);
      if (process.env.SHOTS) {
        const name = path.replaceAll(/\W+/g, '_');
        await page.screenshot({ path: `${process.env.SHOTS}/${look.locale}${name}.png`, fullPage: true });
      }
      assert.equal(await page.locator('html').getAttribute('lang'), look.locale, path);
      assert.deepEqual(await violationsOn(page), [], `${path}, ${named}`);
      const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      assert.equal(tooWide, false, `${path} is wider than ${look.viewport.width} px`);
      assert.doesNotMatch(
        (await page.locator('main').textContent()) ?? '',
        /undefined|null|NaN|\[object/,
        path,
      );
    }
    assert.deepEqual(complaints, [], named);
  }
});
