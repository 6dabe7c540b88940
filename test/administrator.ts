import assert from 'node:assert/strict';
import { codeAt } from './authenticator.ts';
import type { TestServer } from './harness.ts';
import { givePassword, newBrowser, newPersonWithTwoFactor, type WindowlessBrowser } from './person.ts';

/** Somebody with these roles and a second factor, signed in with both in a browser without a window. */
export async function signedInWithRoles(
  server: TestServer,
  email: string,
  ...roleNames: string[]
): Promise<{ id: string; email: string; secret: string; browser: WindowlessBrowser }> {
  const person = await newPersonWithTwoFactor(server, { email, first_name: 'Grace' });
  await giveRoles(server, person.id, ...roleNames);
  const browser = newBrowser(server.app);
  await signIn(server, browser, person);
  return { ...person, browser };
}

export async function giveRoles(
  { admin }: TestServer,
  userId: string,
  ...roleNames: string[]
): Promise<void> {
  const roles: { id: string; name: string }[] = (await admin.get('/roles')).body;
  const ids = roles.filter(({ name }) => roleNames.includes(name)).map(({ id }) => id);
  assert.equal(ids.length, roleNames.length);
  assert.equal((await admin.put(`/users/${userId}/roles`, ids)).status, 200);
}

/** Both steps of signing in. */
export async function signIn(
  server: TestServer,
  browser: WindowlessBrowser,
  { email, secret }: { email: string; secret: string },
  next = '/',
) {
  server.clock.nowMs += 60_000;
  await givePassword(browser, email, { next });
  return browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) });
}
