import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { decodeBase32 } from '../src/core/base32.ts';
import { newAgeKey, opened } from './age-keys.ts';
import { codeAt } from './authenticator.ts';
import {
  ADMIN_PASSWORD,
  apiAt,
  CLIENT_ID,
  CLIENT_SECRET,
  logIn,
  scratchFolder,
  spawnServer,
} from './harness.ts';

const PREFIX = '/api/4.0';

test('no secret is ever logged, printed, or in clear in the database, whatever is sent where (Logto 9109, qwc-admin 89)', async (t) => {
  const folder = scratchFolder(t);
  const moveKey = await newAgeKey();
  const server = await spawnServer(t, folder, {
    COUNTERSIGN_LOG_LEVEL: 'trace',
    COUNTERSIGN_MOVE_TO: moveKey.publicKey,
  });
  const { origin } = server;
  const token = await logIn(origin);
  const admin = apiAt(origin, token);

  // Each kind of secret as it is made, used well, and used wrongly.
  const { id } = (await admin.post('/users', { first_name: 'Ada' })).body;
  const path = `/users/${id}/credentials_totp`;
  await admin.post(path);
  const { secret } = (await admin.post(`${path}/enrollment`)).body;
  const code = codeAt(secret, Date.now());
  const wrongCode = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  for (const tried of [wrongCode, code, code]) await admin.post(`${path}/verify`, { code: tried });
  const codes: string[] = (await admin.post(`/users/${id}/recovery_codes`)).body.codes;
  for (const tried of [codes[0], codes[0], codes[1]?.toLowerCase()]) {
    await admin.post(`/users/${id}/recovery_codes/verify`, { code: tried });
  }
  await admin.post(`/users/${id}/credentials_email`, { email: 'ada@example.com' });
  const newLink = async (): Promise<string> =>
    (await admin.post(`/users/${id}/credentials_email/password_reset`)).body.password_reset_url;
  const chosen = 'canary-chosen-password';
  const choose = (link: string) =>
    fetch(link, { method: 'POST', body: new URLSearchParams({ password: chosen, repeat: chosen }) });
  const [replacedLink, usedLink] = [await newLink(), await newLink()];
  assert.deepEqual(
    [(await choose(replacedLink)).status, (await choose(usedLink)).status, (await choose(usedLink)).status],
    [404, 200, 404],
  );
  const link = await newLink();
  const key = (await admin.post(`/users/${id}/credentials_api3`)).body;
  const keyToken = await logIn(origin, key.client_id, key.client_secret);
  const sudoToken: string = (await admin.post(`/login/${id}`)).body.access_token;
  const wrongSecret = 'canary-wrong-client-secret';
  assert.equal(await logIn(origin, CLIENT_ID, wrongSecret), undefined);

  const signedIn = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'admin@example.com', password: ADMIN_PASSWORD }),
    redirect: 'manual',
  });
  const session = /session=(\w{40})/.exec(String(signedIn.headers.get('set-cookie')))?.[1] as string;

  // A seed that leaves for another server does so in the file alone.
  const move = `${origin}/admin/people/${id}/move`;
  const headers = { cookie: `session=${session}`, 'sec-fetch-site': 'same-origin' };
  const page = await (await fetch(move, { headers })).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams({ form_token });
  const file = await fetch(move, { method: 'POST', headers, body });
  const moved = Buffer.from(await file.arrayBuffer());
  assert((await opened(moved, moveKey)).includes(secret), 'the file has the seed');
  const seen = Buffer.from(`${page}${JSON.stringify([...file.headers])}`);
  for (const absent of [secret, 'otpauth']) assertAbsent(seen, absent, 'the page and the headers');

  const secrets = [
    session,
    ...[ADMIN_PASSWORD, CLIENT_SECRET, wrongSecret, key.client_secret, token, keyToken, sudoToken],
    ...[secret, code, ...codes],
    ...[chosen, ...[replacedLink, usedLink, link].map((url) => url.slice(-40))],
  ];
  for (const misplaced of secrets) await misplace(origin, token, id, misplaced);

  // The server's own failures are logged: they too say nothing of what was sent.
  const database = new DatabaseSync(join(folder, 'countersign.db'));
  database.exec('ALTER TABLE recovery_codes RENAME TO recovery_codes_away');
  for (const tried of codes) {
    const { status } = await admin.post(`/users/${id}/recovery_codes/verify`, { code: tried });
    assert.equal(status, 500);
  }
  database.exec('ALTER TABLE recovery_codes_away RENAME TO recovery_codes');
  database.exec('ALTER TABLE password_config RENAME TO password_config_away');
  assert.equal((await choose(link)).status, 500);
  database.exec('ALTER TABLE password_config_away RENAME TO password_config');
  database.close();
  await server.stop('SIGKILL');

  const logs = server.output.stdout + server.output.stderr;
  assert(logs.includes('request failed') && logs.includes('recovery_codes'), 'the logs say what went wrong');
  for (const one of secrets) assertAbsent(Buffer.from(logs), one, 'the logs');
  // A socket holds nothing, and the key file what it is for.
  const files = readdirSync(folder).filter((name) => !/\.(keys|sock)$/.test(name));
  const contents = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
  assert(
    contents.includes('admin@example.com') && files.includes('countersign.db-wal'),
    'the search finds things',
  );
  for (const one of secrets) assertAbsent(contents, one, 'the database');
  assert(!contents.includes(decodeBase32(secret)), 'the seed as bytes');
});

/** Sends a secret in every place of a request where it does not belong, well-formed and broken. */
async function misplace(origin: string, token: string, userId: string, secret: string): Promise<void> {
  const authorization = `Bearer ${token}`;
  const json = { authorization, 'content-type': 'application/json' };
  const inUrl = encodeURIComponent(secret);
  const send = (path: string, init: RequestInit = {}) =>
    fetch(origin + path, init).then((answer) => answer.text());
  const post = (path: string, body: string, headers: Record<string, string> = json) =>
    send(PREFIX + path, { method: 'POST', headers, body });

  await send(`${PREFIX}/login?client_id=${CLIENT_ID}&client_secret=${inUrl}`, { method: 'POST' });
  await send(`${PREFIX}/login?client_id=${inUrl}&client_id=${inUrl}`, { method: 'POST' });
  await send(`${PREFIX}/users/${inUrl}?fields=${inUrl}&limit=${inUrl}`, { headers: { authorization } });
  await send(`${PREFIX}/users?limit=${inUrl}&sorts=${inUrl}`, { headers: { authorization } });
  await send(`/${inUrl}/%zz?${inUrl}`);
  for (const scheme of ['Bearer', 'token', 'Basic', '']) {
    await send(`${PREFIX}/user`, {
      headers: { authorization: `${scheme} ${secret}`, cookie: secret, 'x-looker-appid': secret },
    });
  }
  const verify = `/users/${userId}/credentials_totp/verify`;
  await post(verify, JSON.stringify({ code: [secret], [secret]: secret }));
  await post(verify, JSON.stringify({ code: `${secret}x` }));
  await post(verify, `{"code": "${secret}`);
  await post(verify, secret);
  await post(verify, `code=${inUrl}`, { authorization, 'content-type': 'application/x-www-form-urlencoded' });
  await post(verify, secret, { authorization, 'content-type': `text/${secret.toLowerCase()}` });
  await post(verify, JSON.stringify({ code: secret.repeat(Math.ceil(70_000 / secret.length)) }));
  await post(`/users/${userId}/recovery_codes/verify`, `{"code":"${secret}","__proto__":{"x":"${secret}"}}`);
  await post('/users', JSON.stringify({ first_name: { secret }, locale: [secret] }));

  for (const path of [
    '/sign-in',
    '/sign-in/code',
    '/two-factor/set-up/code',
    '/two-factor/recovery-codes/file',
  ]) {
    await send(path, {
      method: 'POST',
      headers: { cookie: `session=${secret}; sign-in=${secret}` },
      body: new URLSearchParams({ email: secret, password: secret, code: secret, next: `/${secret}` }),
      redirect: 'manual',
    });
  }

  await raw(origin, `${secret}\r\n\r\n`);
  await raw(origin, `GET / HTTP/9.9\r\nAuthorization: ${secret}\r\n\r\n`);
  await raw(origin, `GET / HTTP/1.1\r\nHost: a\r\n${secret} : b\r\n\r\n`);
  await raw(
    origin,
    `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${secret.repeat(Math.ceil(9_000 / secret.length))}\r\n\r\n`,
  );
  await raw(origin, `POST ${PREFIX}/login HTTP/1.1\r\nHost: a\r\nContent-Length: ${secret}\r\n\r\n${secret}`);
  await raw(
    origin,
    `POST ${PREFIX}/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${secret}\r\n\r\n`,
  );
}

async function raw(origin: string, text: string): Promise<void> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').resume();
  socket.on('error', () => undefined);
  socket.end(text);
  await once(socket, 'close');
}

/** Not as it is, and not in a spelling that it is easily read back from. */
function assertAbsent(where: Buffer, secret: string, place: string): void {
  const bytes = Buffer.from(secret);
  const spellings = [secret, secret.replaceAll('-', ''), secret.toLowerCase(), encodeURIComponent(secret)];
  const encodings = (['hex', 'base64', 'base64url'] as const).map((encoding) => bytes.toString(encoding));
  for (const spelling of new Set([...spellings, ...encodings])) {
    const text = where.toString('latin1');
    // Six digits are also part of many a longer number.
    const found = new RegExp(`(?<![0-9])${spelling.replace(/[^\w]/g, '\\$&')}(?![0-9])`).exec(text);
    const around = found && text.slice(Math.max(0, found.index - 80), found.index + 80);
    assert.equal(around, null, `${place} must not have ${spelling}`);
  }
}
