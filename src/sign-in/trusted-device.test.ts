import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { codeAt } from '../../test/authenticator.ts';
import { CLIENT_ID, CLIENT_SECRET, startInProcess, type TestServer } from '../../test/harness.ts';
import { givePassword, newBrowser, newPersonWithTwoFactor, PASSWORD } from '../../test/person.ts';

/** The user's trusted devices, as an administrator sees them. */
async function listed({ as }: TestServer, userId: string) {
  // Days have passed: a token lives for an hour.
  const path = `/login?client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
  const { access_token } = (await as(null).post(path)).body;
  return (await as(access_token).get(`/users/${userId}/trusted_devices`)).body;
}

const DAY_MS = 24 * 3_600_000;

async function withTrustedDevice(t: TestContext) {
  const server = await startInProcess(t);
  const person = await newPersonWithTwoFactor(server);
  const browser = newBrowser(server.app);
  await trust(server, person, browser);
  return { server, browser, ...person, cookie: `device-${person.id}` };
}

async function trust(
  server: TestServer,
  { email, secret }: { email: string; secret: string },
  browser: ReturnType<typeof newBrowser>,
) {
  server.clock.nowMs += 60_000;
  await givePassword(browser, email);
  const code = codeAt(secret, server.clock.nowMs);
  assert.equal((await browser.send('/sign-in/code', { code, trust: 'yes' })).path, '/');
  await browser.send('/sign-out');
}

test('a trusted device needs no code for 30 days, gets a new token each time, and is in the list', async (t) => {
  const { server, browser, id, email, cookie } = await withTrustedDevice(t);
  const tokens = new Set([browser.cookies.get(cookie)]);
  for (const day of [7, 14, 21, 28]) {
    server.clock.nowMs += 7 * DAY_MS;
    assert.equal((await givePassword(browser, email)).path, '/', `after ${day} days`);
    tokens.add(browser.cookies.get(cookie));
    await browser.send('/sign-out');
  }
  assert.equal(tokens.size, 5);
  const [device, ...others] = await listed(server, id);
  assert.deepEqual([device.ip_address, others], ['127.0.0.1', []]);
  assert.ok(device.last_used_at > device.created_at);
  server.clock.nowMs += 2 * DAY_MS;
  assert.equal((await givePassword(browser, email)).path, '/sign-in/code');
  assert.deepEqual(await listed(server, id), []);
});

test('when a copy and the device are both used, neither is trusted any longer', async (t) => {
  const { server, browser, id, email, cookie } = await withTrustedDevice(t);
  const thief = newBrowser(server.app);
  thief.cookies.set(cookie, browser.cookies.get(cookie) as string);
  assert.equal((await givePassword(thief, email)).path, '/');
  assert.equal((await givePassword(browser, email)).path, '/sign-in/code', 'the owner proves a code');
  await thief.send('/sign-out');
  assert.equal((await givePassword(thief, email)).path, '/sign-in/code');
  assert.deepEqual(await listed(server, id), []);
  const [event] = (await server.admin.get('/audit_events?action=revoke_device')).body;
  assert.equal(event.outcome, 'copied_token');
});

test('a device is trusted by one user, with the password, until it is revoked', async (t) => {
  const { server, browser, id, email, secret, cookie } = await withTrustedDevice(t);
  const token = browser.cookies.get(cookie) as string;
  const other = await newPersonWithTwoFactor(server, { email: 'bob@example.com' });
  const misused = newBrowser(server.app);
  misused.cookies.set(`device-${other.id}`, token);
  assert.equal((await givePassword(misused, other.email)).path, '/sign-in/code');
  for (const forged of ['', token.slice(1), `${token}x`, token.toLowerCase()]) {
    misused.cookies.set(cookie, forged);
    assert.equal((await givePassword(misused, email)).path, '/sign-in/code');
  }
  assert.equal((await givePassword(browser, email, { password: 'wrong' })).status, 422);
  assert.equal((await givePassword(browser, email)).path, '/');
  await browser.send('/sign-out');

  const [device] = await listed(server, id);
  await server.admin.delete(`/users/${id}/trusted_devices/${device.id}`);
  assert.equal((await givePassword(browser, email)).path, '/sign-in/code');

  await trust(server, { email, secret }, browser);
  await server.admin.delete(`/users/${id}/credentials_totp`);
  await server.admin.post(`/users/${id}/credentials_totp`);
  assert.equal((await givePassword(browser, email)).path, '/two-factor/set-up');
});

test('what changes how one signs in asks for the code on a trusted device, too', async (t) => {
  const { browser, email } = await withTrustedDevice(t);
  await givePassword(browser, email);
  const asked = await browser.open('/two-factor/recovery-codes');
  assert.equal(asked.path, '/sign-in?why=again&next=%2Ftwo-factor%2Frecovery-codes');
  const { path } = await browser.send('/sign-in', { email, password: PASSWORD });
  assert.equal(path, '/sign-in/code');
});
