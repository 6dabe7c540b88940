import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { giveRoles } from '../administrator.ts';
import { newAgeKey, opened } from '../age-keys.ts';
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
  const moveKey = await newAgeKey();
  const server = await startInProcess(t, { COUNTERSIGN_MOVE_TO: moveKey.publicKey });
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
  await admin.put('/roles/3/groups', [staff, other]);
  await admin.post(`/groups/${other}/groups`, { group_id: staff });
  await context.database.transaction((tx) => insertPeople(tx, 120, clock.nowMs));
  await admin.post(`/users/${ada.id}/credentials_totp/verify`, {
    code: wrongCodeAt(ada.secret, clock.nowMs),
  });
  for (let n = 0; n < 4; n++) await givePassword(newBrowser(app), long.email, { password: 'wrong' });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await openBrowser(t);
  return { ...server, moveKey, origin, browser, root, support, ada, long, staff, other };
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

test('the administration', async (t) => {
  const server = await office(t);
  await t.test('every page, in both languages, wide and narrow, light and dark', (t) => lookAtAll(t, server));
  await t.test('support finds a person while typing and resets their second factor', (t) => reset(t, server));
  await t.test('a person is moved by a file that is downloaded', (t) => move(t, server));
  await t.test('a policy is put in force after its dry run', (t) => putInForce(t, server));
});

async function lookAtAll(t: TestContext, server: Office) {
  const { origin, browser, clock, root, ada, long, staff, other } = server;
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
      `/admin/people/${ada.id}/api-key`,
      `/admin/people/${ada.id}/move`,
      '/admin/policy',
      `/admin/policy/change?required_of=some&group=${staff}&from=2026-12-01`,
      '/admin/coverage',
      '/admin/lockouts',
      '/admin/audit?action=create_user',
      '/admin/audit?action=nothing',
      '/admin/groups',
      '/admin/groups/1',
      `/admin/groups/${staff}`,
      `/admin/groups/${other}`,
      `/admin/groups/${other}/rename`,
      `/admin/groups/${staff}/delete`,
      `/admin/groups/${staff}/add`,
      `/admin/groups/${staff}/roles`,
      '/admin/roles/3',
      '/admin/roles/3/give',
      '/admin/api-keys',
      '/admin/settings',
    ]) {
      await page.goto(path);
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
}

async function move(t: TestContext, server: Office) {
  const { origin, browser, clock, root, support, moveKey } = server;
  const { page, complaints } = await visit(t, browser, origin, { locale: 'en' });
  clock.nowMs += 60_000;
  await signIn(page, server, root, `/admin/people/${support.id}`);
  await page.getByRole('link', { name: 'Move to another server' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the file' }).click();
  const file = await downloading;
  assert.equal(file.suggestedFilename(), `countersign-person-${support.id}.age`);
  assert.match(await opened(readFileSync(await file.path()), moveKey), new RegExp(support.secret));
  await page.getByRole('link', { name: 'Suspend the second factor here' }).click();
  await page.waitForURL(`**/admin/people/${support.id}/suspend-second-factor`);
  assert.deepEqual(complaints, []);
}

async function reset(t: TestContext, server: Office) {
  const { origin, browser, clock, admin, support, ada } = server;
  const { page, complaints } = await visit(t, browser, origin, { locale: 'en' });
  clock.nowMs += 60_000;
  await signIn(page, server, support);
  await page.getByRole('link', { name: 'Administration' }).click();
  assert.deepEqual(await page.locator('nav.sections a').allTextContents(), [
    'People',
    'Groups and roles',
    'Coverage',
    'Lockouts',
  ]);
  await page.locator('#q').pressSequentially('lovel');
  await page.getByText('1 to 4 of 4').waitFor();
  await page.locator('#state').selectOption('on');
  await page.getByText('1 to 3 of 3').waitFor();
  assert.match(page.url(), /q=lovel&state=on/);
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('link', { name: 'Reset' }).click();
  await page.locator('#reason').selectOption('lost_device');
  await page.getByRole('button', { name: 'Reset it' }).click();
  await page.getByText('Sets it up at the next sign-in').waitFor();
  assert.equal((await admin.get(`/users/${ada.id}/credentials_totp`)).body.verified, false);
  assert.deepEqual(complaints, []);
}

async function putInForce(t: TestContext, server: Office) {
  const { origin, browser, clock, admin, root, long } = server;
  const { page, complaints } = await visit(t, browser, origin, { locale: 'en', javaScriptEnabled: false });
  clock.nowMs += 60_000;
  await signIn(page, server, root, '/admin/policy');
  await page.getByLabel('The groups and roles below').check();
  await page.getByLabel('Staff').check();
  await page.locator('#from').fill('2026-12-01');
  await page.getByRole('button', { name: 'See whom it affects' }).click();
  await page.getByText('One person has no second factor yet.').waitFor();
  assert.equal(await page.locator(`a[href="/admin/people/${long.id}"]`).isVisible(), true);
  assert.equal(
    (await admin.get('/two_factor_policy')).body.required_of,
    'nobody',
    JSON.stringify(await admin.get('/two_factor_policy')),
  );
  await page.getByRole('button', { name: 'Put it in force' }).click();
  await page.getByText('whoever is in Staff, from December 1, 2026 on').waitFor();
  assert.equal((await admin.get('/two_factor_policy')).body.required_of, 'some');
  assert.deepEqual(complaints, []);

  clock.nowMs += 5 * 60_000;
  const { page: theirs } = await visit(t, browser, origin, looks[0]);
  await theirs.goto('/sign-in');
  await theirs.locator('#email').fill(long.email);
  await theirs.locator('#password').fill(PASSWORD);
  await theirs.locator('main form[action="/sign-in"] button').click();
  await theirs.getByRole('link', { name: 'Ahora no' }).click();
  await theirs.getByText('A partir del 1 de diciembre de 2026').waitFor();
  assert.equal(
    await theirs.getByRole('link', { name: 'Configurar el acceso en dos pasos' }).isVisible(),
    true,
  );
  assert.deepEqual(await violationsOn(theirs), []);
}
