import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { startInProcess } from '../harness.ts';

interface RawAnswer {
  status: number;
  headers: string;
  body: string;
}

/** Writes bytes to a socket of the server's and reads all that comes back. */
async function listening(t: TestContext) {
  const server = await startInProcess(t);
  const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const { port, host } = new URL(address);
  const send = (text: string, hangUpAfterMs = 2_000): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      const timer = setTimeout(() => socket.end(), hangUpAfterMs);
      socket.setEncoding('utf8').on('data', (part: string) => {
        answer += part;
      });
      socket.on('error', reject).on('close', () => {
        clearTimeout(timer);
        const [headers = '', body = ''] = answer.split('\r\n\r\n', 2);
        resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1]), headers, body });
      });
      socket.write(Buffer.from(text, 'latin1'));
    });
  return { ...server, host, send };
}

function isError({ status, headers, body }: RawAnswer, expected: number, message: RegExp): void {
  assert.equal(status, expected);
  assert.match(headers, /^content-type: application\/json/im);
  assert.match(headers, /^x-content-type-options: nosniff/im);
  const parsed = JSON.parse(body);
  assert.match(parsed.message, message);
  assert.equal(typeof parsed.documentation_url, 'string');
}

const close = 'Connection: close\r\n';

test('bytes that are not HTTP get an error in the shape of the API', async (t) => {
  const { send } = await listening(t);
  const garbage = [
    '\x00\xff\x01 garbage\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', // a TLS greeting
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
    'BREW / HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /\x80\xff HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n',
  ];
  for (const text of garbage) isError(await send(text), 400, /not HTTP/);
});

test('a request that two servers could read as different ones is refused', async (t) => {
  const { send } = await listening(t);
  const start = 'POST /api/4.0/login HTTP/1.1\r\nHost: a\r\n';
  const smuggled = [
    'Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
    'Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n',
    'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    'Transfer-Encoding: chunked\r\n\r\nzz\r\n',
    'Content-Length: -1\r\n\r\n',
    'Content-Length: 1e3\r\n\r\n',
    ' Content-Length: 3\r\n\r\nabc',
  ];
  for (const rest of smuggled) isError(await send(start + rest), 400, /not HTTP/);
});

test('headers over 8 KiB are 431', async (t) => {
  const { send } = await listening(t);
  isError(await send(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(9_000)}\r\n\r\n`), 431, /8 KiB/);
  isError(await send(`GET /${'a'.repeat(9_000)} HTTP/1.1\r\nHost: a\r\n\r\n`), 431, /8 KiB/);
});

test('a body over 64 KiB is 413, also when it comes in chunks', async (t) => {
  const { send } = await listening(t);
  const start = `POST /api/4.0/login HTTP/1.1\r\nHost: a\r\n${close}`;
  isError(await send(`${start}Content-Length: 99999999999\r\n\r\nabc`), 413, /64 KiB/);
  const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
  isError(await send(`${start}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`), 413, /64 KiB/);
});

test('a request must say which server it is for, but for HTTP/1.0', async (t) => {
  const { send, host } = await listening(t);
  isError(await send(`GET /api/4.0/versions HTTP/1.1\r\n${close}\r\n`), 400, /Host/);
  isError(await send(`GET /api/4.0/versions HTTP/1.1\r\nHost:\r\n${close}\r\n`), 400, /Host/);
  const { status, body } = await send('GET /api/4.0/versions HTTP/1.0\r\n\r\n');
  assert.equal(status, 200);
  assert.equal(JSON.parse(body).api_server_url, `http://${host}`);
});

test('an expectation that the server does not know is ignored', async (t) => {
  const { send } = await listening(t);
  const request = `GET /api/4.0/versions HTTP/1.1\r\nHost: a\r\n${close}Expect: miracles\r\n\r\n`;
  assert.equal((await send(request)).status, 200);
});

test('an upgrade to another protocol is not taken up', async (t) => {
  const { send } = await listening(t);
  const upgrade = 'Connection: Upgrade, close\r\nUpgrade: websocket\r\n';
  assert.equal((await send(`GET /alive HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`)).status, 200);
});

test('a client that hangs up in the middle leaves a server that goes on', async (t) => {
  const { send } = await listening(t);
  for (const text of [
    '',
    'GET',
    'POST /api/4.0/login HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nclient_id=',
  ]) {
    await send(text, 20);
  }
  const alive = await send(`GET /alive HTTP/1.1\r\nHost: a\r\n${close}\r\n`);
  assert.equal(alive.status, 200);
  assert.equal(alive.body, '');
  assert.equal((await send(`HEAD /alive HTTP/1.1\r\nHost: a\r\n${close}\r\n`)).status, 200);
});

test('an address that cannot be taken apart is answered by a page where a person asks, and the server goes on', async (t) => {
  const { send } = await listening(t);
  const page = `Host: a\r\nAccept: text/html\r\n${close}\r\n`;
  const addresses: [string, number][] = [
    ['/%zz', 400],
    ['/sign-in/%', 400],
    ['//[%zz', 400],
    [`/password/reset/${'a'.repeat(600)}`, 404],
    [`/docs/errors/4.0/${'a'.repeat(600)}/get/x`, 400],
    ['//[', 404],
    ['///elsewhere.example/x', 404],
    ['/\\elsewhere.example', 404],
    ['http://elsewhere.example/x', 404],
  ];
  for (const [address, expected] of addresses) {
    const { status, headers, body } = await send(`GET ${address} HTTP/1.1\r\n${page}`);
    assert.equal(status, expected, address);
    assert.match(headers, /^content-type: text\/html/im, address);
    assert.match(body, /class="language" href="\/(?![/\\])/, `${address}: the language link stays here`);
  }
});
