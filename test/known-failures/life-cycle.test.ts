import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '../../src/app.ts';
import { codeAt } from '../authenticator.ts';
import { STEP, someone } from '../enrolled.ts';
import { startInProcess } from '../harness.ts';

test('second factors that are skipped, replaced or taken over', async (t) => {
  const server = await startInProcess(t);
  const { app, admin, as, clock, userWithRoles } = server;

  /** Somebody who has enrolled, and has recovery codes and a known device. */
  const settled = async () => {
    const person = await someone(server);
    const { device_token } = await person.verify(person.code(-1), { remember_device: true });
    const { codes } = (await admin.post(`/users/${person.id}/recovery_codes`)).body;
    return { ...person, device_token: device_token as string, recoveryCodes: codes as string[] };
  };

  await t.test(
    'GHSA-f9rx-7wf7-jr36, CVE-2026-58269, CVE-2021-39890, CVE-2026-56256 (froxlor, Sync-in, GitLab, Capgo): a path that nobody guards',
    async () => {
      const { token } = await userWithRoles();
      for (const { id, access, method, path } of operations) {
        if (access === 'public') continue;
        const url = path.replace(/\{\w+\}/g, '1');
        const call = (api: typeof admin) => api[method.toLowerCase() as 'get'](url);
        assert.equal((await call(as(null))).status, 401, id);
        if (access === 'token') continue;
        const { status } = await call(as(token));
        assert([403, 404].includes(status), `${id} answers ${status} to somebody without a role`);
      }
    },
  );

  await t.test(
    'CVE-2026-109313, GHSA-h6mp-mc7g-mg49 (Grav, scheb): a known device counts as the second factor, and its token can be forged',
    async () => {
      const { verify, wrong, code, device_token } = await settled();
      assert.equal((await verify(wrong(), { device_token })).accepted, false);
      const forged = ['x'.repeat(43), device_token.toLowerCase(), 'eyJhbGciOiJub25lIn0.e30.', ''];
      for (const token of [...forged, (await settled()).device_token]) {
        const answer = await verify(wrong(), { device_token: token });
        assert.notEqual(answer.accepted, true);
        clock.nowMs += 2 * STEP;
      }
      const { device_token: next } = await verify(code(), { device_token });
      assert.match(next, /^\w{43}$/, 'the one that is real is still known');
    },
  );

  await t.test('GHSA-5vfx-8w6m-h3v4 (Pterodactyl): a token for one thing opens another', async () => {
    const { id, device_token, recoveryCodes } = await settled();
    await admin.post(`/users/${id}/credentials_email`, { email: `user${id}@example.com` });
    const link = (await admin.post(`/users/${id}/credentials_email/password_reset`)).body.password_reset_url;
    const linkToken: string = link.split('/').at(-1);
    for (const token of [linkToken, device_token, device_token.slice(0, 40), String(recoveryCodes[0])]) {
      assert.equal((await as(token).get('/user')).status, 401);
    }
    for (const token of [server.adminToken, device_token.slice(0, 40)]) {
      assert.equal((await app.inject({ url: `/password/reset/${token}` })).statusCode, 404);
    }
  });

  await t.test(
    'CVE-2026-62232, Supabase 979 (Grav, Supabase): a new seed replaces one that is in use',
    async () => {
      const { path, enroll, verify, code, secret } = await settled();
      assert.equal((await admin.post(path)).status, 409);
      assert.equal((await admin.post(`${path}/enrollment`)).status, 409);
      assert.equal((await enroll()).secret, undefined);
      assert.equal(codeAt(secret, clock.nowMs), code());
      assert.equal((await verify(code())).accepted, true);
    },
  );

  await t.test(
    'GHSA-fxq4-r6mr-9x64, google2fa 22 (Flask-Security, google2fa): the QR code is there for whoever asks, or made elsewhere',
    async () => {
      const { id, path, secret, enroll } = await someone(server);
      for (const url of [path, `/users/${id}`, `${path}/enrollment`, '/user']) {
        const { body } = await admin.get(url);
        assert.doesNotMatch(JSON.stringify(body), new RegExp(`${secret}|otpauth|qr_code`), url);
      }
      const { qr_code } = await enroll();
      const [type, picture] = qr_code.split(',');
      assert.equal(type, 'data:image/svg+xml;base64');
      const links =
        Buffer.from(picture, 'base64')
          .toString()
          .match(/https?:[^"]+/g) ?? [];
      assert.deepEqual([...new Set(links)], ['http://www.w3.org/2000/svg'], 'the name of the format alone');
    },
  );

  await t.test(
    'GHSA-56fm-hfp3-x3w3, CVE-2019-12363, GHSA-4px8-7p53-282r (wallabag, MyBB, Grav): a link on another site changes the second factor',
    async () => {
      const { path } = await settled();
      const browser = { cookie: `access_token=${server.adminToken}; token=${server.adminToken}` };
      for (const method of ['DELETE', 'POST', 'PATCH', 'GET'] as const) {
        const override = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
        const url = `/api/4.0${path}`;
        const answer = await app.inject({ method, url, headers: { ...browser, ...override } });
        assert.equal(answer.statusCode, 401, `${method}: a cookie is nothing to the API`);
        await app.inject({
          url: `${url}?_method=DELETE`,
          headers: { ...override, authorization: `Bearer ${server.adminToken}` },
        });
      }
      assert.equal((await admin.get(path)).body.verified, true);
    },
  );

  await t.test(
    'CVE-2026-94001, GHSA-8g9r-9wjw-37j4, CVE-2026-72822, CVE-2026-105209 (Keycloak, Grav, ZITADEL): the factor is deleted by who may not',
    async () => {
      const { path } = await settled();
      const user = await userWithRoles('User');
      await admin.post(`/users/${user.id}/credentials_totp`);
      const verifier = await userWithRoles('Verifier');
      const support = await userWithRoles('Support');
      await admin.post('/users/1/credentials_totp');
      assert.equal(
        (await user.api.delete(`/users/${user.id}/credentials_totp`)).status,
        403,
        'also one’s own',
      );
      for (const { api } of [user, verifier]) assert([403, 404].includes((await api.delete(path)).status));
      assert.equal((await support.api.delete('/users/1/credentials_totp')).status, 403, 'of higher rank');
      assert.equal((await admin.get(path)).body.verified, true);
      assert.equal((await support.api.delete(path)).status, 204);
    },
  );

  await t.test(
    'CVE-2026-9047 (Devolutions): what belongs to a factor that is gone still counts',
    async () => {
      const { id, path, verify, code, secret, device_token, recoveryCodes, enroll } = await settled();
      await admin.delete(path);
      await admin.post(path);
      const fresh = (await enroll()).secret;
      assert.notEqual(fresh, secret);
      assert.equal((await verify(code())).accepted, false);
      assert.equal((await verify(codeAt(fresh, clock.nowMs), { device_token })).device_token, undefined);
      const recovery = await admin.post(`/users/${id}/recovery_codes/verify`, { code: recoveryCodes[0] });
      assert.equal(recovery.body.accepted, false);
    },
  );

  await t.test('CVE-2025-64175, CVE-2026-78619 (Gogs, Punk): a recovery code of somebody else', async () => {
    const [one, other] = [await settled(), await settled()];
    const [code] = one.recoveryCodes;
    const use = (id: string) => admin.post(`/users/${id}/recovery_codes/verify`, { code });
    assert.deepEqual((await use(other.id)).body, { accepted: false, remaining: 10 });
    for (const id of ['0', '-1', 'a', `0${one.id}`, `${one.id}.0`, `${one.id}e0`, '1e3', 'NaN', '']) {
      assert((await use(id)).status >= 400, id);
    }
    assert.deepEqual((await use(one.id)).body, { accepted: true, remaining: 9 });
  });

  await t.test(
    'CVE-2026-103059 (Gitea): a secret is looked up without regard to case, or as a pattern',
    async () => {
      const { path, device_token, code, verify } = await settled();
      const swapped = (text: string) =>
        text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
      for (const token of [
        swapped(server.adminToken),
        '%'.repeat(40),
        `${server.adminToken.slice(0, 39)}_`,
      ]) {
        assert.equal((await as(token).get(path)).status, 401);
      }
      for (const id of ['TEST-CLIENT', 'test%', 'test_client', '%']) {
        const login = await as(null).post(
          `/login?client_id=${encodeURIComponent(id)}&client_secret=test-client-secret-0123456789`,
        );
        assert.equal(login.status, 404, id);
      }
      assert.equal((await verify(code(), { device_token: swapped(device_token) })).device_token, undefined);
    },
  );
});
