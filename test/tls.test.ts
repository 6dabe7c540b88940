import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { connect as connectPlainly } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionOptions, connect, type PeerCertificate } from 'node:tls';
import { makeCertificate, placeCertificate } from './certificates.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  metricsOf,
  runCountersign,
  scratchFolder,
  spawnCountersign,
  spawnServer,
} from './harness.ts';

/** Asks a server whose certificate is trusted, and nobody else's. */
function ask(url: string, ca: string, form?: Record<string, string>) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const method = form ? 'POST' : 'GET';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = request(url, { ca, method, agent: false, ...(form && { headers }) }, async (answer) => {
      let body = '';
      for await (const part of answer.setEncoding('utf8')) body += part;
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
    });
    asked.once('error', reject).end(form && new URLSearchParams(form).toString());
  });
}

/** What the server shows to somebody who connects anew. */
async function shown(
  origin: string,
  options: ConnectionOptions,
): Promise<{ peer: PeerCertificate; protocol: string | null }> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(origin).port), ...options });
  await once(socket, 'secureConnect');
  const found = { peer: socket.getPeerCertificate(), protocol: socket.getProtocol() };
  socket.destroy();
  return found;
}

test('a server with a certificate of its own speaks TLS, and its cookies, links and address show it', async (t) => {
  const folder = scratchFolder(t);
  const made = makeCertificate(folder);
  const server = await spawnServer(t, join(folder, 'data'), placeCertificate(folder, made));
  assert.match(server.origin, /^https:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(server.output.stdout, `Countersign is listening on ${server.origin}\n`);

  const { body } = await ask(`${server.origin}/api/4.0/login`, made.cert, {
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
  });
  assert.match(JSON.parse(body).access_token, /^\w{40}$/);
  const versions = await ask(`${server.origin}/versions`, made.cert);
  assert.equal(versions.headers['strict-transport-security'], 'max-age=31536000; includeSubDomains');
  assert.equal(JSON.parse(versions.body).api_server_url, server.origin);
  const signIn = await ask(`${server.origin}/sign-in`, made.cert);
  const token = /name="form_token" value="([^"]+)"/.exec(signIn.body)?.[1];
  const signedIn = await ask(`${server.origin}/sign-in`, made.cert, {
    ...(token !== undefined && { form_token: token }),
    email: 'admin@example.com',
    password: 'test-admin-password',
  });
  const cookies = signedIn.headers['set-cookie'] ?? [];
  assert.ok(
    cookies.some((cookie) => /^__Host-session=\w+; .*; Secure/.test(cookie)),
    cookies.join('\n'),
  );

  await assert.rejects(ask(`${server.origin}/alive`, makeCertificate(folder).cert), 'not trusted');
  assert.equal((await shown(server.origin, { ca: made.cert })).protocol, 'TLSv1.3');
  assert.equal((await shown(server.origin, { ca: made.cert, maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await assert.rejects(shown(server.origin, { ca: made.cert, ...old }), /protocol version/);

  // Who does not speak TLS is hung up on, and who stays silent does not hold up a stop.
  const plain = connectPlainly(Number(new URL(server.origin).port), '127.0.0.1');
  plain.on('error', () => undefined).write('GET /alive HTTP/1.1\r\nHost: a\r\n\r\n');
  plain.resume();
  await once(plain, 'close');
  const silent = connectPlainly(Number(new URL(server.origin).port), '127.0.0.1');
  silent.on('error', () => undefined);
  await once(silent, 'connect');
  assert.equal(await server.stop(), 0);
  assert.ok(!server.output.stderr.includes('"level":50'), server.output.stderr);
});

test('a replaced certificate is served without a restart, and one that is broken is not', async (t) => {
  const folder = scratchFolder(t);
  const [first, second, third] = [30, 60, 90].map((days) => makeCertificate(folder, { days }));
  assert.ok(first && second && third);
  const settings = placeCertificate(folder, first);
  const metrics = { COUNTERSIGN_METRICS: '127.0.0.1:0' };
  const server = await spawnServer(t, join(folder, 'data'), { ...settings, ...metrics });
  const daysLeft = async () => {
    const text = await metricsOf(server);
    return Number(/^countersign_certificate_expires_seconds (\S+)$/m.exec(text)?.[1]) / 86_400;
  };
  assert.equal(Math.round(await daysLeft()), 30);
  const { peer } = await shown(server.origin, { ca: first.cert });

  placeCertificate(folder, second);
  await logged(server.output, 'another certificate is served');
  const renewed = await shown(server.origin, { ca: second.cert });
  assert.notEqual(renewed.peer.fingerprint256, peer.fingerprint256);
  assert.equal((await ask(`${server.origin}/alive`, second.cert)).status, 200);
  assert.equal(Math.round(await daysLeft()), 60);

  // The key of another.
  writeFileSync(settings.COUNTERSIGN_TLS_CERT, third.cert);
  await logged(server.output, 'does not fit the first certificate');
  const kept = await shown(server.origin, { ca: second.cert });
  assert.equal(kept.peer.fingerprint256, renewed.peer.fingerprint256);

  writeFileSync(settings.COUNTERSIGN_TLS_KEY, third.key);
  chmodSync(settings.COUNTERSIGN_TLS_KEY, 0o644);
  await logged(server.output, 'Every account of this machine may read');
  await shown(server.origin, { ca: third.cert });
  assert.ok(!server.output.stderr.includes('PRIVATE'));
  assert.equal(await server.stop(), 0);
});

test('a certificate that cannot be served stops the start with one line', async (t) => {
  const folder = scratchFolder(t);
  const made = makeCertificate(folder);
  const settings = placeCertificate(folder, made);
  const { COUNTERSIGN_TLS_CERT, COUNTERSIGN_TLS_KEY } = settings;
  const refusal = async (changed: Record<string, string> = {}) => {
    const started = spawnCountersign(join(folder, 'data'), {
      COUNTERSIGN_PORT: '0',
      ...settings,
      ...changed,
    });
    const [code] = await once(started.process, 'close');
    assert.equal(code, 1);
    assert.match(started.output.stderr, /^[^\n]+\n$/, 'one line');
    return started.output.stderr;
  };
  assert.match(await refusal({ COUNTERSIGN_TLS_KEY: '' }), /^COUNTERSIGN_TLS_KEY is missing: /);
  assert.match(await refusal({ COUNTERSIGN_TLS_CERT: '' }), /^COUNTERSIGN_TLS_CERT is missing: /);
  const url = { COUNTERSIGN_PUBLIC_URL: 'http://id.example.com' };
  assert.match(await refusal(url), /^COUNTERSIGN_PUBLIC_URL starts with http, /);
  const nowhere = { COUNTERSIGN_TLS_KEY: join(folder, 'nowhere') };
  assert.match(await refusal(nowhere), /^COUNTERSIGN_TLS_KEY: .*nowhere cannot be read \(ENOENT\): /);
  assert.match(
    await refusal({ COUNTERSIGN_TLS_CERT: COUNTERSIGN_TLS_KEY }),
    /^COUNTERSIGN_TLS_CERT: .* must be a certificate/,
  );
  assert.match(
    await refusal({ COUNTERSIGN_TLS_KEY: COUNTERSIGN_TLS_CERT }),
    /^COUNTERSIGN_TLS_KEY: .* must be a private key/,
  );
  placeCertificate(folder, { ...made, key: makeCertificate(folder).key });
  assert.match(await refusal(), /^COUNTERSIGN_TLS_KEY: the key in .* does not fit /);
  placeCertificate(folder, makeCertificate(folder, { days: -1 }));
  assert.match(await refusal(), /^COUNTERSIGN_TLS_CERT: the certificate in .* expired on \d{4}-/);
});

test('the doctor says how long the certificate lasts, for whom it is and who may read its key', async (t) => {
  const folder = scratchFolder(t);
  const settings = placeCertificate(
    folder,
    makeCertificate(folder, { days: 90, names: 'DNS:*.example.com' }),
  );
  const env = { COUNTERSIGN_DATA: join(folder, 'data'), ...settings };
  const server = await spawnServer(t, join(folder, 'data'));
  const findings = async (more: Record<string, string> = {}): Promise<Record<string, string>> => {
    const { stdout, stderr } = await runCountersign(['doctor', '--json'], { ...env, ...more });
    assert.equal(stderr, '');
    const found: { check: string; state: string; says: string }[] = JSON.parse(stdout).findings;
    return Object.fromEntries(found.map(({ check, state, says }) => [check, `${state} ${says}`]));
  };
  const well = await findings({ COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' });
  assert.match(
    well.certificate ?? '',
    /^good The certificate is valid until \S+Z, (?:89|90) days from now\.$/,
  );
  assert.match(well.TLS ?? '', /^good /);
  assert.deepEqual(
    [well.proxy, well['certificate name'], well['certificate key']],
    [undefined, undefined, undefined],
  );

  placeCertificate(folder, makeCertificate(folder, { days: 3 }));
  chmodSync(settings.COUNTERSIGN_TLS_KEY, 0o604);
  const other = await findings({ COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' });
  assert.match(other['certificate name'] ?? '', /^wrong .* is not for https:\/\/id\.example\.com: /);
  assert.match(other['certificate key'] ?? '', /^warning Every account /);
  assert.match(
    (await findings({ COUNTERSIGN_HOST: '0.0.0.0' })).TLS ?? '',
    /^good The server speaks TLS on 0\.0\.0\.0/,
  );
  placeCertificate(folder, makeCertificate(folder, { days: -1 }));
  assert.match((await findings()).certificate ?? '', /^wrong .* expired on /);
  await server.stop();
});

/** Waits until the server has logged something. */
async function logged(output: { stderr: string }, part: string): Promise<void> {
  for (let tenths = 0; !output.stderr.includes(part); tenths++) {
    assert.ok(tenths < 300, `${part} is not logged: ${output.stderr}`);
    await sleep(100);
  }
}
