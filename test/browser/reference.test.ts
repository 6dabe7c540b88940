import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';
import { openBrowser, violationsOn, visit } from './browser.ts';

const looks = [
  { viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'es' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light', locale: 'en' },
] as const;

const paths = [
  '/docs',
  '/docs/operations/update_user',
  '/docs/operations/login',
  '/docs/operations/verify_user_credentials_totp',
  '/docs/errors/4.0/404/get/users/:user_id',
  '/docs/errors/4.0/401',
  '/nothing-here',
];

async function listening(t: TestContext) {
  const server = await startInProcess(t);
  const origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
  return { ...server, origin, browser: await openBrowser(t) };
}

test('the pages fit a telephone and a desk, light and dark, and nobody is left out', async (t) => {
  const { origin, browser } = await listening(t);
  for (const look of looks) {
    const { page, complaints } = await visit(t, browser, origin, look);
    for (const path of paths) {
      const answer = await page.goto(path);
      assert.equal(await page.locator('html').getAttribute('lang'), look.locale, path);
      assert.deepEqual(await violationsOn(page), [], `${path} at ${look.viewport.width} px`);
      const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      assert.equal(tooWide, false, `${path} is wider than ${look.viewport.width} px`);
      // The browser itself says on the console that a page was not found.
      if (answer?.status() === 404) complaints.splice(0);
    }
    assert.deepEqual(complaints, []);
  }
});

test('somebody finds an operation, logs in on its page and calls it', async (t) => {
  const { origin, browser, admin } = await listening(t);
  const { id } = (await admin.post('/users', { first_name: 'Ana' })).body;
  const { page, complaints } = await visit(t, browser, origin, { locale: 'en' });

  await page.goto('/docs');
  await page.getByLabel('Filter').fill('change a user');
  await page.getByRole('link', { name: 'Change a user', exact: true }).click();
  await page.getByText('Get one with an API key').click();
  await page.getByLabel('client_id').fill(CLIENT_ID);
  await page.getByLabel('client_secret').fill(CLIENT_SECRET);
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.getByText('There is a token now.').waitFor();

  await page.locator('#try-user_id').fill(id);
  await page.locator('#try-body').fill('{"last_name": "<b>Ruiz</b>"}');
  await page.getByRole('button', { name: 'Send PATCH' }).click();
  await page.getByText(/^200 OK in/).waitFor();
  assert.match((await page.locator('.answer').textContent()) ?? '', /"display_name": "Ana <b>Ruiz<\/b>"/);
  assert.match((await page.locator('.headers').textContent()) ?? '', /content-type: application\/json/);
  assert.equal((await admin.get(`/users/${id}`)).body.last_name, '<b>Ruiz</b>');
  assert.doesNotMatch(page.url(), new RegExp(`${CLIENT_SECRET}|token`));

  // The token is still there on another page, and gone when it is forgotten.
  await page.goto('/docs/operations/user');
  await page.locator('#try-user_id').fill('999');
  await page.getByRole('button', { name: 'Send GET' }).click();
  await page.getByText(/^404 Not Found in/).waitFor();
  assert.equal(
    await page.getByRole('link', { name: 'What this means and what to do' }).getAttribute('href'),
    '/docs/errors/4.0/404/get/users/:user_id',
  );
  await page.getByText('Get one with an API key').click();
  await page.getByRole('button', { name: 'Forget the token' }).click();
  await page.getByRole('button', { name: 'Send GET' }).click();
  await page.getByText(/^401 Unauthorized in/).waitFor();

  const ours = complaints.filter((text) => !/status of 40[14]/.test(text));
  assert.deepEqual(ours, []);
});

test('a bad body is said to be one and is not sent; a list too long to show is cut', async (t) => {
  const { origin, browser, admin, adminToken } = await listening(t);
  for (let count = 0; count < 200; count++) await admin.post('/users', { first_name: 'x'.repeat(200) });
  const { page, complaints } = await visit(t, browser, origin, { locale: 'es' });
  await page.goto('/docs/operations/create_user');
  await page.getByLabel('Token de acceso').fill(adminToken);
  await page.locator('#try-body').fill('{');
  await page.getByRole('button', { name: 'Enviar POST' }).click();
  await page.getByText('El cuerpo no es JSON válido.').waitFor();

  await page.goto('/docs/operations/all_users');
  await page.getByRole('button', { name: 'Enviar GET' }).click();
  await page.getByText(/^200 OK en/).waitFor();
  assert.match((await page.locator('.answer').textContent()) ?? '', /Se omite el resto/);
  assert.deepEqual(complaints, []);
});

test('without JavaScript everything but trying is there, in both languages', async (t) => {
  const { origin, browser } = await listening(t);
  const { page, complaints } = await visit(t, browser, origin, { javaScriptEnabled: false, locale: 'en' });
  await page.goto('/docs');
  await page.getByLabel('Filter').fill('recovery');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByText('Trying it needs JavaScript.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Send POST' }).isVisible(), false);
  await page.getByRole('link', { name: 'Español' }).click();
  await page.getByRole('heading', { name: 'Usar un código de recuperación' }).waitFor();
  await page.getByRole('link', { name: '404 No encontrado' }).click();
  await page.getByRole('heading', { name: 'Causas habituales' }).waitFor();
  assert.deepEqual(complaints, []);
});
