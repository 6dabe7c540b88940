import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { codeAt, wrongCodeAt } from '../../test/authenticator.ts';
import { enrolled, STEP } from '../../test/enrolled.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../../test/harness.ts';
import { beat, fenceIfRolledBack, setFence } from '../continuity/fence.ts';
import { watchClock } from '../continuity/watch-clock.ts';
import { sql } from '../store/sql.ts';

test('a stranger who guesses does not keep the owner out of a known device (CVE-2024-55008 of JATOS, GHSA-cq42-vhv7-xr7p of Keycloak, Devlane 386)', async (t) => {
  const { admin, path, id, clock, verify, code, wrong } = await enrolled(t);
  const { device_token: first } = await verify(code(), { remember_device: true });
  assert.match(first, /^[A-Za-z0-9]{43}$/);
  for (let guess = 0; guess < 5; guess++) assert.equal((await verify(wrong())).accepted, false);
  const starved = await admin.post(`${path}/verify`, { code: wrong() });
  assert.equal(starved.status, 429);
  clock.nowMs += STEP;
  assert.equal((await admin.post(`${path}/verify`, { code: code() })).status, 429, 'right or wrong');
  const known = await verify(code(), { device_token: first });
  assert.equal(known.accepted, true);
  assert.notEqual(known.device_token, first, 'a token is good for one right code');

  const devices = (await admin.get(`/users/${id}/trusted_devices`)).body;
  assert.equal(devices.length, 1);
  assert.equal((await admin.delete(`/users/${id}/trusted_devices/${devices[0].id}`)).status, 204);
  assert.equal((await admin.delete(`/users/${id}/trusted_devices/${devices[0].id}`)).status, 404);
  clock.nowMs += STEP;
  const forgotten = await admin.post(`${path}/verify`, { code: code(), device_token: known.device_token });
  assert.equal(
    forgotten.status,
    200,
    'two minutes later the stranger has one guess again, and so has the owner',
  );
});

test('a known device has a budget of its own, and no more (django-otp 110)', async (t) => {
  const { admin, path, verify, code, wrong } = await enrolled(t);
  const { device_token } = await verify(code(), { remember_device: true });
  for (let guess = 0; guess < 5; guess++) {
    assert.equal((await verify(wrong(), { device_token })).reason, 'wrong_code');
  }
  assert.equal((await admin.post(`${path}/verify`, { code: wrong(), device_token })).status, 429);
  assert.equal((await verify(wrong())).accepted, false, 'the others still have theirs');
});

test('right codes cost a known device nothing, however many there are', async (t) => {
  const { clock, verify, code } = await enrolled(t);
  let { device_token } = await verify(code(), { remember_device: true });
  for (let times = 0; times < 30; times++) {
    clock.nowMs += STEP;
    const answer = await verify(code(), { device_token });
    assert.equal(answer.accepted, true, `after ${times}`);
    device_token = answer.device_token;
  }
});

test('a stolen device token is noticed when both are used', async (t) => {
  const { admin, id, clock, verify, code, context } = await enrolled(t);
  const { device_token: stolen } = await verify(code(), { remember_device: true });
  clock.nowMs += STEP;
  assert.equal((await verify(code(), { device_token: stolen })).accepted, true);
  clock.nowMs += STEP;
  const copy = await verify(code(), { device_token: stolen });
  assert.equal(copy.accepted, true, 'the code is right, whoever sends it');
  assert.equal(copy.device_token, undefined, 'but nothing is trusted any longer');
  assert.deepEqual((await admin.get(`/users/${id}/trusted_devices`)).body, []);
  const [event] = await context.database.all<{ outcome: string }>(
    sql`SELECT outcome FROM audit_events WHERE action = 'revoke_device'`,
  );
  assert.equal(event?.outcome, 'copied_token');
});

test('a device is known to its owner alone, and no longer when the second factor is gone', async (t) => {
  const one = await enrolled(t);
  const { device_token } = await one.verify(one.code(), { remember_device: true });
  const other = (await one.admin.post('/users')).body.id;
  const otherPath = `/users/${other}/credentials_totp`;
  await one.admin.post(otherPath);
  const { secret } = (await one.admin.post(`${otherPath}/enrollment`)).body;
  const answer = await one.admin.post(`${otherPath}/verify`, {
    code: codeAt(secret, one.clock.nowMs),
    device_token,
  });
  assert.deepEqual(answer.body, { accepted: true, verified: true });
  assert.equal((await one.admin.get(`/users/${one.id}/trusted_devices`)).body.length, 1);
  await one.admin.delete(one.path);
  assert.deepEqual((await one.admin.get(`/users/${one.id}/trusted_devices`)).body, []);
});

test('the window follows a clock that drifts, and stays three codes wide', async (t) => {
  const { clock, verify, code } = await enrolled(t);
  await verify(code());
  for (const ahead of [1, 2, 3]) {
    clock.nowMs += 10 * STEP;
    assert.equal((await verify(code(ahead))).accepted, true, `${ahead} ahead`);
  }
  clock.nowMs += 10 * STEP;
  assert.equal((await verify(code(4))).accepted, false, 'no more than two steps are learnt');
  assert.equal((await verify(code(0))).accepted, false, 'and what it came from is out of the window');
  assert.equal((await verify(code(3))).accepted, true);
});

test('two codes in a row resynchronise a token that drifted too far', async (t) => {
  const { admin, path, clock, verify, code } = await enrolled(t);
  await verify(code());
  clock.nowMs += 100 * STEP;
  const resynchronize = async (...codes: string[]) =>
    (await admin.post(`${path}/resynchronize`, { consecutive_codes: codes })).body;
  assert.equal((await verify(code(60))).reason, 'wrong_code');
  assert.deepEqual((await verify(code(61))).offset_seconds, 1_830);
  assert.equal((await resynchronize(code(60), code(60))).accepted, false);
  assert.equal((await resynchronize(code(61), code(60))).accepted, false);
  assert.deepEqual(await resynchronize(code(60), code(61)), { accepted: true, verified: true });
  assert.equal((await resynchronize(code(60), code(61))).accepted, false, 'once');
  clock.nowMs += 60_000;
  assert.equal((await verify(code(61))).accepted, true, 'the token is known to be ahead from now on');
  for (const codes of [[], ['123456'], ['123456', '1234567'], ['123456', 123456], 'x']) {
    assert.equal((await admin.post(`${path}/resynchronize`, { consecutive_codes: codes })).status, 422);
  }
});

test('a wrong code is explained to those who may know, and to nobody else', async (t) => {
  const { id, clock, secret, verify, code, userWithRoles, context } = await enrolled(t);
  await verify(code());
  clock.nowMs += 100 * STEP;
  assert.deepEqual(
    [(await verify(code(-5))).reason, (await verify(code(-120))).offset_seconds],
    ['clock_drift', -3_600],
  );
  await context.database.transaction((tx) => tx.run(sql`UPDATE credentials_totp SET burst_spent_until = 0`));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(clock.nowMs / STEP)));
  const otherwise = (algorithm: string, key: Buffer) => {
    const mac = createHmac(algorithm, key).update(step).digest();
    const at = (mac.at(-1) as number) & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
  };
  const seed = Buffer.from(
    (
      [...secret]
        .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
        .join('')
        .match(/.{8}/g) ?? []
    ).map((bits) => Number.parseInt(bits, 2)),
  );
  assert.equal((await verify(otherwise('sha256', seed))).reason, 'wrong_algorithm');
  assert.equal((await verify(otherwise('sha1', Buffer.from(secret)))).reason, 'secret_as_text');
  assert.equal((await verify(codeAt(secret, clock.nowMs, { periodSeconds: 60 }))).reason, 'wrong_period');
  const verifier = await userWithRoles('Verifier');
  const answer = await verifier.api.post(`/users/${id}/credentials_totp/verify`, { code: code(5) });
  assert.deepEqual(Object.keys(answer.body), ['accepted', 'verified']);
});

test('a guess that will be right later is not told so, and an app that is ahead is', async (t) => {
  const { clock, verify, code } = await enrolled(t);
  await verify(code());
  clock.nowMs += 10 * STEP;
  const told = async (steps: number) => {
    const { reason, offset_seconds } = await verify(code(steps));
    return offset_seconds ?? reason;
  };
  assert.equal(await told(5), 'wrong_code');
  assert.equal(await told(5), 'wrong_code', 'the same again proves nothing');
  assert.equal(await told(12), 'wrong_code', 'nor does one of another time');
  clock.nowMs += STEP;
  assert.equal(await told(12), 360, 'the next that an app shows does');
});

test('a device that is used is known for thirty days more', async (t) => {
  const { context, clock, verify, code } = await enrolled(t);
  const forLong = sql`UPDATE access_tokens SET expires_at = ${Number.MAX_SAFE_INTEGER}`;
  await context.database.transaction((tx) => tx.run(forLong));
  let { device_token } = await verify(code(), { remember_device: true });
  for (let times = 0; times < 3; times++) {
    clock.nowMs += 29 * 24 * 3_600_000;
    device_token = (await verify(code(), { device_token })).device_token;
    assert.match(device_token, /^[A-Za-z0-9]{43}$/);
  }
  clock.nowMs += 31 * 24 * 3_600_000;
  assert.deepEqual(await verify(code(), { device_token }), { accepted: true, verified: true });
});

test('enrolment takes over what two codes prove that the app uses', async (t) => {
  const parameters = { algorithm: 'SHA256', digits: 8, period: 60 };
  const { admin, path, clock, secret, verify } = await enrolled(t, {}, parameters);
  // An app that ignores all settings, as many do.
  const habit = () => codeAt(secret, clock.nowMs);
  const first = await verify(habit());
  assert.deepEqual([first.accepted, first.reason], [false, 'wrong_digits']);
  assert.equal((await verify(habit())).accepted, false, 'the same code proves nothing more');
  clock.nowMs += STEP;
  assert.deepEqual(await verify(habit()), { accepted: true, verified: true });
  assert.equal((await verify(habit())).reason, 'already_used');
  clock.nowMs += STEP;
  assert.equal((await verify(habit())).accepted, true);
  assert.equal(
    (await admin.post(`${path}/verify`, { code: '12345678' })).status,
    422,
    'six digits from now on',
  );
});

test('codes of the seed that a restart of the enrolment replaced are told apart', async (t) => {
  const { clock, secret: old, enroll, verify } = await enrolled(t);
  await enroll();
  const answer = await verify(codeAt(old, clock.nowMs));
  assert.deepEqual([answer.accepted, answer.reason], [false, 'replaced']);
});

test('after a database was put back, nothing counts that could have been used before', async (t) => {
  const { admin, as, context, clock, id, path, verify, code } = await enrolled(t);
  await verify(code());
  const [recoveryCode] = (await admin.post(`/users/${id}/recovery_codes`)).body.codes;
  await beat(context);
  clock.nowMs += 2 * STEP;
  // What ran for a minute and was lost is remembered outside the database.
  await fenceIfRolledBack(context, { beatMs: clock.nowMs - 1, isCopy: false });
  assert.equal((await admin.get('/user')).status, 401, 'whoever signed out since then would be back');
  const login = await as(null).post(`/login?client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`);
  const api = as(login.body.access_token);
  const retry = async (steps = 0) => (await api.post(`${path}/verify`, { code: code(steps) })).body;
  for (const steps of [-1, 0, 1]) assert.equal((await retry(steps)).reason, 'fenced');
  const recovery = await api.post(`/users/${id}/recovery_codes/verify`, { code: recoveryCode });
  assert.deepEqual(recovery.body, { accepted: false, remaining: 0 });
  for (let waited = 0; waited < 4; waited++) {
    clock.nowMs += STEP;
    if ((await retry()).accepted) return;
  }
  assert.fail('nobody waits longer than two minutes');
});

test('data that were copied, or lost their sign of life, count as put back', async (t) => {
  for (const isCopy of [true, undefined, false]) {
    const { context, verify, code } = await enrolled(t);
    const beatMs = await beat(context);
    await fenceIfRolledBack(context, isCopy === undefined ? undefined : { beatMs, isCopy });
    assert.equal((await verify(code())).accepted ?? false, isCopy === false);
  }
});

test('a quick restart sets no fence, a long silence does', async (t) => {
  const { context, clock, verify, code } = await enrolled(t);
  await verify(code());
  const seen = { beatMs: await beat(context), isCopy: false };
  clock.nowMs += STEP;
  await fenceIfRolledBack(context, seen);
  assert.equal((await verify(code())).accepted, true);
  clock.nowMs += 61_000;
  await fenceIfRolledBack(context, seen);
  assert.equal((await verify(code())).reason, 'fenced');
});

test('a clock that is set back revives no code, is reported, and leaves nobody waiting for hours', async (t) => {
  const { admin, path, clock, context, verify, code, wrong } = await enrolled(t);
  const used = code();
  await verify(used);
  let passed = 0;
  const check = watchClock(context, () => passed);
  clock.nowMs += 1_800_000;
  passed += 10_000;
  await check();
  for (let guess = 0; guess < 5; guess++) await verify(wrong());
  clock.nowMs -= 1_800_000 - 10_000;
  passed += 10_000;
  assert.equal((await admin.post(`${path}/verify`, { code: code() })).status, 429);
  await check();
  assert.notEqual((await verify(used)).accepted, true);
  clock.nowMs += 120_000;
  assert.equal((await verify(code())).accepted, true);
  const events = await context.database.all<{ detail: string }>(
    sql`SELECT detail FROM audit_events WHERE action = 'clock_set' ORDER BY id`,
  );
  assert.deepEqual(
    events.map(({ detail }) => detail),
    ['1790000 ms', '-1800000 ms'],
  );
});

test('one API key may send only so many wrong codes, whoever they are for', async (t) => {
  const { admin, clock, path, verify, wrong, code } = await enrolled(t, {
    COUNTERSIGN_WRONG_CODES_PER_MINUTE: '1',
  });
  const { device_token } = await verify(code(), { remember_device: true });
  for (let user = 0; user < 2; user++) {
    const { id } = (await admin.post('/users')).body;
    await admin.post(`/users/${id}/credentials_totp`);
    const { secret } = (await admin.post(`/users/${id}/credentials_totp/enrollment`)).body;
    for (let guess = 0; guess < 5; guess++) {
      const answer = await admin.post(`/users/${id}/credentials_totp/verify`, {
        code: wrongCodeAt(secret, clock.nowMs),
      });
      assert.equal(answer.body.accepted, false);
    }
  }
  const refused = await admin.post(`${path}/verify`, { code: wrong() });
  assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '60']);
  clock.nowMs += STEP;
  assert.equal((await verify(code(), { device_token })).accepted, true, 'a known device is let in');
  clock.nowMs += STEP;
  assert.equal((await verify(code())).accepted, true, 'and so is everybody, when there is room again');
});

test('wrong recovery codes cost the place that they come from, and no one else', async (t) => {
  const { admin, id, clock, verify, code, app } = await enrolled(t, {
    COUNTERSIGN_WRONG_CODES_PER_MINUTE: '1',
  });
  await verify(code());
  const path = `/users/${id}/recovery_codes`;
  const [good] = (await admin.post(path)).body.codes;
  const wrong = { code: '00000-00000-00000-00000-00000' };
  for (let guess = 0; guess < 10; guess++) {
    assert.equal((await admin.post(`${path}/verify`, wrong)).body.accepted, false);
  }
  const refused = await admin.post(`${path}/verify`, { code: good });
  assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '60']);
  const key = (await admin.post('/users/1/credentials_api3')).body;
  const login = await app.inject({
    method: 'POST',
    url: `/api/4.0/login?client_id=${key.client_id}&client_secret=${key.client_secret}`,
    remoteAddress: '192.0.2.7',
  });
  const elsewhere = await app.inject({
    method: 'POST',
    url: `/api/4.0${path}/verify`,
    remoteAddress: '192.0.2.7',
    headers: { authorization: `Bearer ${login.json().access_token}` },
    payload: { code: good },
  });
  assert.equal(elsewhere.json().accepted, true, 'another key at another address is not held up');
  clock.nowMs += 60_000;
  assert.equal((await admin.post(`${path}/verify`, wrong)).status, 200, 'one more after a minute');
});

test('the fence only moves on', async (t) => {
  const { context, clock } = await enrolled(t);
  await setFence(context, 'test');
  const fence = async () =>
    (await context.database.get<{ fence_at: number }>(sql`SELECT fence_at FROM instance`))?.fence_at;
  const at = await fence();
  assert.equal(at, clock.nowMs);
  clock.nowMs -= 3_600_000;
  await setFence(context, 'test');
  assert.equal(await fence(), at);
});
