import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { BURST } from '../src/core/budget.ts';
import { codeAt } from './authenticator.ts';
import { type Answer, type Api, apiAt, logIn, scratchFolder, spawnServer } from './harness.ts';

const AT_ONCE = 200;

interface Race {
  origin: string;
  token: string;
  admin: Api;
  userId: string;
}

test('of 200 who send the same right code at once, one is accepted (CVE-2026-103655, CVE-2026-107276 of MISP)', async (t) => {
  const { admin, userId } = await race(t);
  const secret = await enroll(admin, userId);
  const code = codeNow(secret);
  const answers = await atOnce(() => admin.post(`/users/${userId}/credentials_totp/verify`, { code }));
  assertOneAccepted(answers);
  assert.equal((await admin.get(`/users/${userId}/credentials_totp`)).body.verified, true);
});

test('of 200 whose right code is complete on the wire but for its last byte, one is accepted', async (t) => {
  const { origin, token, admin, userId } = await race(t);
  const secret = await enroll(admin, userId);
  const body = JSON.stringify({ code: codeNow(secret) });
  const answers = await lastByteTogether(
    origin,
    `POST /api/4.0/users/${userId}/credentials_totp/verify HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  assertOneAccepted(answers);
});

test('the code of the next step, sent by 200 at once after an older one was used, is accepted once', async (t) => {
  const { admin, userId } = await race(t);
  const secret = await enroll(admin, userId);
  const path = `/users/${userId}/credentials_totp/verify`;
  const [code, next] = [codeNow(secret), codeNow(secret, 1)];
  assert.equal((await admin.post(path, { code })).body.accepted, true);
  assertOneAccepted(await atOnce(() => admin.post(path, { code: next })));
});

test('of 200 who send the same recovery code at once, one is accepted (authentik 19967, CVE-2026-31875 of Parse Server, GitLab 42775)', async (t) => {
  const { admin, userId } = await race(t);
  const secret = await enroll(admin, userId);
  await admin.post(`/users/${userId}/credentials_totp/verify`, { code: codeNow(secret) });
  const { codes } = (await admin.post(`/users/${userId}/recovery_codes`)).body;
  const spellings = [
    codes[0],
    codes[0].toLowerCase(),
    codes[0].replaceAll('-', ''),
    codes[0].replaceAll('-', ' '),
  ];
  const answers = await atOnce((index) =>
    admin.post(`/users/${userId}/recovery_codes/verify`, { code: spellings[index % spellings.length] }),
  );
  assertOneAccepted(answers);
  assert.equal((await admin.get(`/users/${userId}/recovery_codes`)).body.remaining, 9);
});

test('of 200 who create the two-factor credential at once, one does and the others are told it exists', async (t) => {
  const { admin, userId } = await race(t);
  const answers = await atOnce(() => admin.post(`/users/${userId}/credentials_totp`));
  assert.deepEqual(
    tally(answers, ({ status }) => status),
    { 200: 1, 409: AT_ONCE - 1 },
  );
});

test('of 200 wrong codes sent at once, no more than the burst are looked at (CVE-2024-32868, CVE-2025-64102, GHSA-7h8m-vrxx-vr4m of Zitadel; CVE-2026-93346 of Wazuh, django-otp 85)', async (t) => {
  const { admin, userId } = await race(t);
  const secret = await enroll(admin, userId);
  const path = `/users/${userId}/credentials_totp/verify`;
  const right = [-1, 0, 1, 2].map((steps) => codeNow(secret, steps));
  const wrong = Array.from({ length: AT_ONCE + right.length }, (_, index) => String(100_000 + index)).filter(
    (code) => !right.includes(code),
  );
  const answers = await atOnce((index) => admin.post(path, { code: wrong[index] }));
  assert.deepEqual(
    tally(answers, ({ status }) => status),
    { 200: BURST.capacity, 429: AT_ONCE - BURST.capacity },
  );
  for (const { status, headers } of answers)
    assert.equal(status === 429, headers['retry-after'] !== undefined);
  const { status } = await admin.post(path, { code: codeNow(secret) });
  assert.equal(status, 429, 'the right code is not looked at either');
});

test('of 200 who start enrolment over at once, some get a seed and the rest are told to wait', async (t) => {
  const { admin, userId } = await race(t);
  await enroll(admin, userId);
  const answers = await atOnce(() => admin.post(`/users/${userId}/credentials_totp/enrollment`));
  const { 200: started = 0, 429: told = 0 } = tally(answers, ({ status }) => status);
  assert.equal(started + told, AT_ONCE);
  assert(started > 0 && started < 100, `${started} seeds`);
});

/** A server, and a user who is about to be fought over. */
async function race(t: TestContext): Promise<Race> {
  const { origin } = await spawnServer(t, scratchFolder(t));
  const token = await logIn(origin);
  const admin = apiAt(origin, token);
  const userId: string = (await admin.post('/users', {})).body.id;
  return { origin, token, admin, userId };
}

/** Gives the user a seed that waits for its first code, and returns it. */
async function enroll(admin: Api, userId: string): Promise<string> {
  await admin.post(`/users/${userId}/credentials_totp`);
  return (await admin.post(`/users/${userId}/credentials_totp/enrollment`)).body.secret;
}

const atOnce = (send: (index: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => send(index)));

/** Sends the same request on many connections: first all but its last byte, then all the last bytes together. */
async function lastByteTogether(origin: string, request: string): Promise<Answer[]> {
  const port = Number(new URL(origin).port);
  const sockets = Array.from({ length: AT_ONCE }, () => connect(port, '127.0.0.1').setEncoding('utf8'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const answers = sockets.map(read);
  await Promise.all(
    sockets.map((socket) => new Promise((sent) => socket.setNoDelay().write(request.slice(0, -1), sent))),
  );
  for (const socket of sockets) socket.write(request.slice(-1));
  return Promise.all(answers);
}

async function read(socket: Socket): Promise<Answer> {
  let text = '';
  socket.on('data', (part: string) => {
    text += part;
  });
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), headers: {}, body: JSON.parse(body) };
}

/** One accepted, the others refused or, when the guess budget was spent, not looked at. */
function assertOneAccepted(answers: Answer[]): void {
  const outcomes = tally(answers, ({ status, body }) => (status === 200 ? String(body.accepted) : status));
  const { true: accepted, false: refused = 0, 429: unlooked = 0 } = outcomes;
  assert.equal(accepted, 1, JSON.stringify(outcomes));
  assert.equal(refused + unlooked, AT_ONCE - 1, JSON.stringify(outcomes));
}

function tally(answers: Answer[], by: (answer: Answer) => string | number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[by(answer)] = (counts[by(answer)] ?? 0) + 1;
  return counts;
}

const codeNow = (secret: string, stepsFromNow = 0): string =>
  codeAt(secret, Date.now() + stepsFromNow * 30_000);
