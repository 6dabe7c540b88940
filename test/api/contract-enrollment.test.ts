import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { codeAt, wrongCodeAt } from '../authenticator.ts';
import { isError } from '../contract/is-error.ts';
import { startInProcess } from '../harness.ts';

async function withCredential(t: TestContext) {
  const server = await startInProcess(t);
  const { id } = (await server.admin.post('/users')).body;
  const path = `/users/${id}/credentials_totp`;
  await server.admin.post(path);
  const enroll = async (): Promise<string> => (await server.admin.post(`${path}/enrollment`)).body.secret;
  const verify = (code: unknown) => server.admin.post(`${path}/verify`, { code });
  return { ...server, id: id as string, path, recovery: `/users/${id}/recovery_codes`, enroll, verify };
}

test('enrolment shows the seed once, and the first right code completes it', async (t) => {
  const { admin, path, clock, verify } = await withCredential(t);
  const { status, headers, body } = await admin.post(`${path}/enrollment`);
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'no-store');
  assert.deepEqual([body.algorithm, body.digits, body.period], ['SHA1', 6, 30]);
  assert.match(body.secret, /^[A-Z2-7]{32}$/);
  const url = new URL(body.otpauth_url);
  assert.deepEqual(
    [url.protocol, url.host, url.searchParams.get('secret')],
    ['otpauth:', 'totp', body.secret],
  );
  assert.match(body.qr_code, /^data:image\/svg\+xml;base64,[A-Za-z0-9+/]+=*$/);
  assert.equal(body.expires_at, '2026-11-24T12:10:00.000+00:00');

  const wrong = await verify(wrongCodeAt(body.secret, clock.nowMs));
  assert.deepEqual(wrong.body, { accepted: false, verified: false, reason: 'wrong_code' });
  const right = codeAt(body.secret, clock.nowMs);
  assert.deepEqual((await verify(right)).body, { accepted: true, verified: true });
  assert.deepEqual((await verify(right)).body, { accepted: false, verified: true, reason: 'already_used' });
  assert.equal((await admin.get(path)).body.verified, true);
  isError(await admin.post(`${path}/enrollment`), 409, /already enrolled/);
  assert.doesNotMatch(JSON.stringify((await admin.get(path)).body), new RegExp(body.secret));
  clock.nowMs += 30_000;
  assert.equal((await verify(codeAt(body.secret, clock.nowMs))).body.accepted, true);
});

test('enrolment can be started over until then, and a seed dies after ten minutes', async (t) => {
  const { clock, enroll, verify } = await withCredential(t);
  assert.equal((await verify('123456')).body.reason, 'not_enrolled');
  const first = await enroll();
  const second = await enroll();
  assert.notEqual(first, second);
  assert.equal((await verify(codeAt(first, clock.nowMs))).body.accepted, false);
  clock.nowMs += 600_000;
  assert.equal((await verify(codeAt(second, clock.nowMs))).body.reason, 'expired');
  const third = await enroll();
  assert.equal((await verify(codeAt(third, clock.nowMs))).body.accepted, true);
});

test('what is not a JSON string of six ASCII digits is 422 and costs no guess (CVE-2026-49448 of authentik, the blank code at Glassdoor)', async (t) => {
  const { admin, path, clock, enroll, verify } = await withCredential(t);
  const secret = await enroll();
  const right = codeAt(secret, clock.nowMs);
  const shapes = [
    Number(right),
    null,
    true,
    [right],
    { code: right },
    '',
    '12345',
    '1234567',
    `${right}0`,
    ` ${right}`,
    `${right}\n`,
    `${right.slice(0, 3)} ${right.slice(3)}`,
    `${right}\u0000`,
    '١٢٣٤٥٦',
    '１２３４５６',
    '-12345',
    '1e1000',
    '0x1234',
    'abcdef',
    '9'.repeat(10_000),
  ];
  for (const code of shapes) {
    const answer = await verify(code);
    isError(answer, 422, 'Validation Failed');
    assert.equal(answer.body.errors[0].field, 'code', JSON.stringify(code));
  }
  for (const body of [undefined, {}, { Code: right }]) {
    const answer = await admin.post(`${path}/verify`, body);
    isError(answer, 422, 'Validation Failed');
    assert.equal(answer.body.errors[0].code, 'missing_field');
  }
  isError(await admin.post(`${path}/verify`, []), 422, 'Validation Failed');
  assert.deepEqual((await verify(right)).body, { accepted: true, verified: true });
});

test('five wrong codes spend the budget; then not even the right one is looked at (CVE-2021-41177 of Nextcloud)', async (t) => {
  const { clock, enroll, verify } = await withCredential(t);
  const secret = await enroll();
  for (let guess = 0; guess < 5; guess++) {
    assert.equal((await verify(wrongCodeAt(secret, clock.nowMs))).body.accepted, false);
  }
  const refused = await verify(codeAt(secret, clock.nowMs));
  isError(refused, 429, /Try again in 60 s/);
  assert.equal(refused.headers['retry-after'], '60');
  isError(await verify('12345'), 422, 'Validation Failed');
  clock.nowMs += 60_000;
  assert.equal((await verify(codeAt(secret, clock.nowMs))).body.accepted, true);
});

test('a disabled credential takes no code, until it is enabled again', async (t) => {
  const { admin, path, clock, enroll, verify } = await withCredential(t);
  const secret = await enroll();
  assert.equal((await verify(codeAt(secret, clock.nowMs))).body.accepted, true);
  clock.nowMs += 30_000;
  assert.equal((await admin.patch(path, { is_disabled: true })).body.is_disabled, true);
  assert.equal((await verify(codeAt(secret, clock.nowMs))).body.reason, 'disabled');
  assert.equal((await admin.patch(path, { is_disabled: false })).body.is_disabled, false);
  assert.equal((await verify(codeAt(secret, clock.nowMs))).body.accepted, true);
  for (const body of [undefined, {}, { is_disabled: 'true' }, { is_disabled: null }, []]) {
    isError(await admin.patch(path, body), 422, 'Validation Failed');
  }
});

test('recovery codes come after enrolment, each works once, and a new set voids the old', async (t) => {
  const { admin, recovery, clock, enroll, verify } = await withCredential(t);
  isError(await admin.post(recovery), 409, /not enrolled yet/);
  assert.deepEqual((await admin.get(recovery)).body, { remaining: 0, created_at: null });
  await verify(codeAt(await enroll(), clock.nowMs));
  const made = await admin.post(recovery);
  assert.equal(made.headers['cache-control'], 'no-store');
  const { codes, created_at } = made.body;
  assert.equal(new Set(codes).size, 10);
  assert.deepEqual((await admin.get(recovery)).body, { remaining: 10, created_at });
  const use = async (code: unknown) => (await admin.post(`${recovery}/verify`, { code })).body;
  assert.deepEqual(await use(codes[0]), { accepted: true, remaining: 9 });
  assert.deepEqual(await use(codes[0]), { accepted: false, remaining: 9 });
  assert.deepEqual(await use(codes[1].toLowerCase().replaceAll('-', ' ')), { accepted: true, remaining: 8 });
  for (const code of [
    undefined,
    7,
    '',
    'x',
    codes[2].slice(1),
    `${codes[2]}0`,
    'é'.repeat(25),
    'A'.repeat(65),
  ]) {
    isError(await admin.post(`${recovery}/verify`, { code }), 422, 'Validation Failed');
  }
  await admin.post(recovery);
  assert.deepEqual(await use(codes[2]), { accepted: false, remaining: 10 });
});

test('deleting the credential takes its recovery codes along', async (t) => {
  const { admin, path, recovery, clock, enroll, verify } = await withCredential(t);
  await verify(codeAt(await enroll(), clock.nowMs));
  const { codes } = (await admin.post(recovery)).body;
  assert.equal((await admin.delete(path)).status, 204);
  assert.equal((await admin.get(recovery)).body.remaining, 0);
  isError(await admin.post(`${recovery}/verify`, { code: codes[0] }), 404, 'Not found');
  for (const action of ['enrollment', 'verify']) {
    isError(await admin.post(`${path}/${action}`, { code: '123456' }), 404, 'Not found');
  }
  isError(await admin.patch(path, { is_disabled: true }), 404, 'Not found');
});

test('a Verifier checks codes and does nothing else; a User does nothing of it (CVE-2026-84313 of Nginx UI, CVE-2026-123530 of Vikunja, CVE-2026-104106 of FileRise, Supabase 1615)', async (t) => {
  const { userWithRoles, id, path, recovery, clock, enroll } = await withCredential(t);
  const secret = await enroll();
  const { api: verifier } = await userWithRoles('Verifier');
  const wrong = await verifier.post(`${path}/verify`, { code: wrongCodeAt(secret, clock.nowMs) });
  assert.deepEqual(
    wrong.body,
    { accepted: false, verified: false },
    'without diagnose_two_factor, no reason',
  );
  const right = await verifier.post(`${path}/verify`, { code: codeAt(secret, clock.nowMs) });
  assert.deepEqual(right.body, { accepted: true, verified: true });
  const { api: user } = await userWithRoles('User');
  isError(await user.post(`${path}/verify`, { code: '123456' }), 403, /verify_two_factor/);
  isError(await user.post(`${recovery}/verify`, { code: 'x' }), 403, /verify_two_factor/);
  for (const api of [verifier, user]) {
    isError(await api.get(path), 403, /see_users/);
    isError(await api.post(path), 403, /enroll_two_factor/);
    isError(await api.post(`${path}/enrollment`), 403, /enroll_two_factor/);
    isError(await api.post(recovery), 403, /enroll_two_factor/);
    isError(await api.get(recovery), 403, /see_users/);
    isError(await api.patch(path, { is_disabled: true }), 403, /reset_two_factor/);
    isError(await api.delete(path), 403, /reset_two_factor/);
    isError(await api.post('/users'), 403, /manage_users/);
    isError(await api.delete(`/users/${id}`), 403, /manage_users/);
    isError(await api.post(`/login/${id}`), 403, /login_as/);
    isError(await api.delete('/users/999999'), 404, 'Not found');
  }
});
