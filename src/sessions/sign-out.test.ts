import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startInProcess, type TestServer } from '../../test/harness.ts';
import { decodeBase32 } from '../core/base32.ts';
import { hotp, timeStep } from '../core/otp.ts';
import { findSession } from '../web-sessions/find-session.ts';
import { startSession } from '../web-sessions/start-session.ts';

/** A user with a web session, an API key and a token for it, and a token of the administrator acting as them. */
async function signedIn(t: TestContext, ...roles: string[]) {
  const server = await startInProcess(t);
  const { admin, context, clock, app, as } = server;
  const { id, token: actingToken } = await server.userWithRoles(...(roles.length ? roles : ['User']));
  const key = (await admin.post(`/users/${id}/credentials_api3`)).body;
  const logIn = async (): Promise<string> => {
    const { client_id, client_secret } = key;
    const query = new URLSearchParams({ client_id, client_secret });
    return (await app.inject({ method: 'POST', url: `/api/4.0/login?${query}` })).json().access_token;
  };
  const startWebSession = () =>
    context.database.transaction((tx) =>
      startSession(tx, clock.nowMs, {
        userId: Number(id),
        credentialsType: 'email',
        secondFactorAtMs: null,
        source: '192.0.2.1',
        userAgent: undefined,
      }),
    );
  const token = await logIn();
  const { token: webToken } = await startWebSession();
  const alive = async () => ({
    own: (await as(token).get('/user')).status === 200,
    acting: (await as(actingToken).get('/user')).status === 200,
    web: (await findSession(context, webToken)) !== undefined,
  });
  assert.deepEqual(await alive(), { own: true, acting: true, web: true });
  return { server, id, token, actingToken, logIn, startWebSession, alive };
}

const nothing = { own: false, acting: false, web: false };
const everything = { own: true, acting: true, web: true };

async function enrol({ admin, clock }: TestServer, id: string): Promise<void> {
  await admin.post(`/users/${id}/credentials_totp`);
  const { secret } = (await admin.post(`/users/${id}/credentials_totp/enrollment`)).body;
  const code = hotp(decodeBase32(secret), timeStep(clock.nowMs, 30), 'SHA1', 6);
  const { body } = await admin.post(`/users/${id}/credentials_totp/verify`, { code });
  assert.equal(body.verified, true);
}

test('who is disabled is signed out everywhere, and stays so when enabled again (CVE-2026-43911 of Vaultwarden, CVE-2023-22492 of ZITADEL, GHSA-2mx7-xvfg-fg53 of Liferay)', async (t) => {
  const { server, id, alive, logIn } = await signedIn(t);
  await server.admin.patch(`/users/${id}`, { first_name: 'New' });
  assert.deepEqual(await alive(), everything, 'a new name ends nothing');
  await server.admin.patch(`/users/${id}`, { is_disabled: true });
  assert.deepEqual(await alive(), nothing);
  await server.admin.patch(`/users/${id}`, { is_disabled: false });
  assert.deepEqual(await alive(), nothing);
  assert.equal((await server.as(await logIn()).get('/user')).status, 200);
});

test('whom a disabled administrator acted as is signed out of that', async (t) => {
  const { server, id, token } = await signedIn(t, 'Admin');
  const other = (await server.admin.post('/users', {})).body.id;
  const acting = (await server.as(token).post(`/login/${other}`)).body.access_token;
  assert.equal((await server.as(acting).get('/user')).body.id, other);
  await server.admin.patch(`/users/${id}`, { is_disabled: true });
  await server.admin.patch(`/users/${id}`, { is_disabled: false });
  assert.equal((await server.as(acting).get('/user')).status, 401);
});

test('who is deleted is signed out everywhere', async (t) => {
  const { server, id, alive } = await signedIn(t);
  assert.equal((await server.admin.delete(`/users/${id}`)).status, 204);
  assert.deepEqual(await alive(), nothing);
});

test('a reset of the second factor signs out everywhere', async (t) => {
  const { server, id, alive } = await signedIn(t);
  await server.admin.post(`/users/${id}/credentials_totp`);
  assert.equal((await server.admin.delete(`/users/${id}/credentials_totp`)).status, 204);
  assert.deepEqual(await alive(), nothing);
  assert.equal((await server.admin.get('/user')).status, 200);
});

test('disabling the second factor signs out everywhere, once', async (t) => {
  const { server, id, alive, startWebSession } = await signedIn(t);
  await server.admin.post(`/users/${id}/credentials_totp`);
  await server.admin.patch(`/users/${id}/credentials_totp`, { is_disabled: true });
  assert.deepEqual(await alive(), nothing);
  const { token } = await startWebSession();
  await server.admin.patch(`/users/${id}/credentials_totp`, { is_disabled: true });
  assert.ok(await findSession(server.context, token), 'nothing changed');
});

test('who resets their own second factor keeps the token they do it with', async (t) => {
  const { server, id, token, alive } = await signedIn(t, 'Admin');
  await server.admin.post(`/users/${id}/credentials_totp`);
  assert.equal((await server.as(token).delete(`/users/${id}/credentials_totp`)).status, 204);
  assert.deepEqual(await alive(), { ...nothing, own: true });
});

test('enrolment ends web sessions that never proved a second factor (CVE-2023-31140 of OpenProject, GHSA-cpf2-q635-xrwx of cal.com, GitLab 31307)', async (t) => {
  const { server, id, alive, startWebSession } = await signedIn(t);
  await enrol(server, id);
  assert.deepEqual(await alive(), { ...everything, web: false });
  const { token } = await startWebSession();
  server.clock.nowMs += 30_000;
  await server.admin.post(`/users/${id}/credentials_totp/verify`, { code: '000000' });
  assert.ok(await findSession(server.context, token), 'later codes end nothing');
});

test('an API session says in which workspace it is and who acts', async (t) => {
  const { server, actingToken, token } = await signedIn(t);
  const acting = await server.as(actingToken).get('/session');
  assert.equal(acting.status, 200);
  assert.deepEqual(acting.body, { can: {}, workspace_id: 'production', sudo_user_id: '1' });
  assert.deepEqual(Object.keys(acting.body), ['can', 'workspace_id', 'sudo_user_id']);
  assert.deepEqual((await server.as(token).get('/session')).body, { ...acting.body, sudo_user_id: null });
  assert.equal((await server.as(null).get('/session')).status, 401);
});

test('the workspace belongs to the token', async (t) => {
  const { server, token, logIn } = await signedIn(t);
  const api = server.as(token);
  const changed = await api.patch('/session', { workspace_id: 'dev', sudo_user_id: 7, can: null });
  assert.equal(changed.status, 200);
  assert.deepEqual(changed.body, { can: {}, workspace_id: 'dev', sudo_user_id: null });
  assert.deepEqual((await api.patch('/session', {})).body, changed.body);
  assert.deepEqual((await api.get('/session')).body, changed.body);
  assert.equal((await server.as(await logIn()).get('/session')).body.workspace_id, 'production');
  for (const workspace_id of ['', 'Dev', 'staging', null, 7, ['dev'], 'x'.repeat(5_000), 'dev\u0000']) {
    const { status, body } = await api.patch('/session', { workspace_id });
    assert.equal(status, 422, JSON.stringify(workspace_id));
    assert.deepEqual([body.errors[0].field, body.errors[0].code], ['workspace_id', 'invalid']);
  }
  assert.equal((await api.patch('/session', { workspace_id: 'production' })).body.workspace_id, 'production');
  assert.equal((await server.as(null).patch('/session', { workspace_id: 'dev' })).status, 401);
});
