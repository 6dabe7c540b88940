import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../src/app.ts';
import { openContext } from '../../src/context.ts';
import { BURST } from '../../src/core/budget.ts';
import { STEP, someone } from '../enrolled.ts';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';

test('codes that are guessed', async (t) => {
  const server = await startInProcess(t);
  const { app, admin, as, context, clock } = server;
  const logIn = async () =>
    (await as(null).post(`/login?client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`)).body.access_token;

  await t.test(
    'CVE-2025-6015, CVE-2025-55003 (Vault, OpenBao): blanks get past the limit, and the answer tells a used code',
    async () => {
      const { id, send, verify, code, wrong } = await someone(server);
      const used = code();
      assert.equal((await verify(used)).accepted, true);
      const application = await server.userWithRoles('Verifier');
      const told = async (code: string) =>
        (await application.api.post(`/users/${id}/credentials_totp/verify`, { code })).body;
      assert.deepEqual(await told(used), await told(wrong()));
      assert.deepEqual(await told(code(-20)), await told(wrong()), 'one that is over, too');
      for (let guess = 3; guess < BURST.capacity; guess++) await verify(wrong());
      for (const attempt of [wrong(), code(1), used]) assert.equal((await send(attempt)).status, 429);
      for (const blank of [' ', '\t', '\u00a0']) assert.equal((await send(`${code(1)}${blank}`)).status, 422);
    },
  );

  await t.test(
    'AuthQuake (Microsoft 2024), CVE-2026-128332, GHSA-vfph-hjfv-cpv2 (listmonk, caddy-security): a new log-in has new guesses',
    async () => {
      const { path, wrong } = await someone(server);
      let lookedAt = 0;
      for (let login = 0; login < 12; login++) {
        const api = as(await logIn());
        for (let guess = 0; guess < 3; guess++) {
          if ((await api.post(`${path}/verify`, { code: wrong() })).status === 200) lookedAt++;
        }
      }
      assert.equal(lookedAt, BURST.capacity);
    },
  );

  await t.test(
    'CVE-2018-14657, CVE-2026-9798, CVE-2026-105835, CVE-2026-58271 (Keycloak, PLANKA, Sync-in): another way to send a code has no limit',
    async () => {
      const { path, send, verify, code, wrong } = await someone(server);
      await verify(code());
      for (let guess = 0; guess < BURST.capacity; guess++) {
        const answer = await admin.post(`${path}/resynchronize`, { consecutive_codes: [wrong(), wrong()] });
        assert.equal(answer.body.accepted, false);
      }
      assert.equal((await send(wrong())).status, 429);
      assert.equal(
        (await admin.post(`${path}/resynchronize`, { consecutive_codes: [wrong(), wrong()] })).status,
        429,
      );
    },
  );

  await t.test(
    'CVE-2026-103977, CVE-2026-78655 (FileRise, Punk::TOTP): the counter is in what the client sends',
    async () => {
      const { verify, send, code, wrong } = await someone(server);
      const { device_token: first } = await verify(code(-1), { remember_device: true });
      const { device_token: second } = await verify(code(), { device_token: first });
      let lookedAt = 0;
      for (let guess = 0; guess < 20; guess++) {
        const device_token = guess % 2 ? first : second;
        if ((await send(wrong(), { device_token })).status === 200) lookedAt++;
      }
      assert(lookedAt <= 2 * BURST.capacity, 'at most once for the device and once for strangers');
    },
  );

  await t.test(
    'CVE-2026-74878, CVE-2026-27801 (openssl_encrypt, Vaultwarden): each process counts for itself, and forgets at a restart',
    async () => {
      const { path, send, wrong } = await someone(server);
      for (let guess = 0; guess < BURST.capacity; guess++) {
        assert.equal((await send(wrong())).status, 200);
      }
      const other = await openContext(context.config, { log: context.log, clock: () => clock.nowMs });
      const otherApp = await buildApp(other);
      const { statusCode } = await otherApp.inject({
        method: 'POST',
        url: `/api/4.0${path}/verify`,
        headers: { authorization: `Bearer ${server.adminToken}` },
        payload: { code: wrong() },
      });
      assert.equal(statusCode, 429);
      await otherApp.close();
      await other.database.close();
    },
  );

  await t.test(
    'GHSA-c55g-q6f4-5qxr (RubyGems): guesses from many addresses are not counted together',
    async () => {
      const { path, wrong } = await someone(server);
      const token = await logIn();
      let lookedAt = 0;
      for (let guess = 0; guess < 30; guess++) {
        const { statusCode } = await app.inject({
          method: 'POST',
          url: `/api/4.0${path}/verify`,
          remoteAddress: `203.0.113.${guess}`,
          headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': `198.51.100.${guess}` },
          payload: { code: wrong() },
        });
        if (statusCode === 200) lookedAt++;
      }
      assert.equal(lookedAt, BURST.capacity);
    },
  );

  await t.test('CVE-2026-96445 (Keycloak): a header says that the second factor is proved', async () => {
    const { id, path, wrong } = await someone(server);
    const token = await logIn();
    const names = ['mfa', 'otp', '2fa', 'user', 'remote-user', 'auth', 'verified', 'acr', 'amr', 'level'];
    const headers = Object.fromEntries(
      names.flatMap((name) => ['', 'x-', 'x-forwarded-', 'x-auth-'].map((start) => [`${start}${name}`, id])),
    );
    const url = `/api/4.0${path}/verify`;
    const stranger = await app.inject({
      method: 'POST',
      url,
      headers: { ...headers, auth: 'true' },
      payload: {},
    });
    assert.equal(stranger.statusCode, 401);
    headers.authorization = `Bearer ${token}`;
    const answer = await app.inject({ method: 'POST', url, headers, payload: { code: wrong() } });
    assert.equal(answer.json().accepted, false);
    assert.equal((await admin.get(path)).body.verified, false);
  });

  await t.test('GHSA-rmmc-8cqj-hfp3 (otpauth): a code of one digit is compared as one digit', async () => {
    const { send, verify, code } = await someone(server);
    const right = code();
    for (const length of [0, 1, 2, 3, 4, 5, 7, 8, 12, 20]) {
      assert.equal((await send(right.repeat(4).slice(0, length))).status, 422, `${length} digits`);
    }
    assert.equal((await verify(right)).accepted, true);
  });

  await t.test('CVE-2026-0723 (GitLab): what the check returned is not looked at', async () => {
    const { id, path, verify, code, wrong } = await someone(server);
    assert.deepEqual(await verify(wrong(), { remember_device: true }), {
      accepted: false,
      verified: false,
      reason: 'wrong_code',
    });
    assert.equal((await admin.get(path)).body.verified, false);
    assert.deepEqual((await admin.get(`/users/${id}/trusted_devices`)).body, []);
    assert.equal((await admin.post(`/users/${id}/recovery_codes`)).status, 409);
    clock.nowMs += STEP;
    assert.equal((await verify(code())).accepted, true);
  });
});
