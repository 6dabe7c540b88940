import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { isError } from '../contract/is-error.ts';
import { type Answer, startInProcess } from '../harness.ts';

type Sent = Omit<InjectOptions, 'url' | 'method'> & { method?: string };

/** Sends what no client would, as the administrator unless the headers say otherwise. */
async function hostile(t: TestContext) {
  const server = await startInProcess(t);
  const send = async (path: string, { method = 'GET', headers, ...rest }: Sent = {}): Promise<Answer> => {
    const answer = await server.app.inject({
      method: method as 'GET',
      url: path.startsWith('/api') ? path : `/api/4.0${path}`,
      headers: { authorization: `Bearer ${server.adminToken}`, ...headers },
      ...rest,
    });
    const json = String(answer.headers['content-type']).startsWith('application/json');
    const body = json && answer.payload ? answer.json() : answer.payload;
    assert.doesNotMatch(answer.payload, /\.ts:|node_modules|SQLITE/, 'nothing of the inside is shown');
    return { status: answer.statusCode, headers: answer.headers, body };
  };
  const sendJson = (path: string, payload: string | Buffer, method = 'POST') =>
    send(path, { method, payload, headers: { 'content-type': 'application/json' } });
  return { ...server, send, sendJson };
}

test('a body that is not JSON is 400', async (t) => {
  const { sendJson } = await hostile(t);
  for (const payload of ['{', '{"a":}', 'undefined', "{'a':1}", '{"a":1}}', 'NaN', '{"a":01}', '\u0000']) {
    isError(await sendJson('/users', payload), 400, 'Bad request: the body is not valid JSON.');
  }
});

test('text that is not Unicode is 400, and never stored as something else', async (t) => {
  const { sendJson, admin } = await hostile(t);
  const notUtf8 = Buffer.concat([
    Buffer.from('{"first_name":"'),
    Buffer.from([0xff, 0xc0]),
    Buffer.from('"}'),
  ]);
  isError(await sendJson('/users', notUtf8), 400, /not valid UTF-8/);
  for (const payload of ['{"first_name":"\\ud800"}', '{"x":["\\udc00a"]}', '{"ui_state":{"\\ud800":"a"}}']) {
    isError(await sendJson('/users', payload), 400, /not valid Unicode/);
  }
  const emoji = await sendJson('/users', '{"first_name":"\\ud83d\\ude00"}');
  assert.equal(emoji.body.first_name, '😀');
  assert.equal((await admin.get('/users?fields=id')).body.length, 2, 'only that one was made');
});

test('a byte order mark before JSON is passed over', async (t) => {
  const { sendJson } = await hostile(t);
  assert.equal((await sendJson('/users', '\ufeff{"first_name":"Bo"}')).body.first_name, 'Bo');
});

test('JSON nested thousands deep is 400', async (t) => {
  const { sendJson } = await hostile(t);
  const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
  isError(await sendJson('/users', deep('[', ']', 30_000)), 400, /nested too deeply/);
  isError(await sendJson('/users', `{"can":${deep('{"a":', '}', 9_000).replace('}', '1}')}}`), 400, /nested/);
  assert.equal((await sendJson('/users', `{"can":${deep('[', ']', 100)}}`)).status, 200);
});

test('a key named __proto__ changes nothing', async (t) => {
  const { sendJson, send } = await hostile(t);
  const { status, body } = await sendJson(
    '/users',
    '{"__proto__":{"first_name":"no"},"constructor":{"prototype":{"x":1}},"ui_state":{"__proto__":"a","b":"c"}}',
  );
  assert.equal(status, 200);
  assert.equal(body.first_name, '');
  assert.deepEqual(body.ui_state, { b: 'c' });
  assert.equal(({} as { x?: number }).x, undefined);
  assert.equal((await send('/users?__proto__=1&constructor=2')).status, 200);
});

test('a value of the wrong type is 422 and names the field; nothing is converted', async (t) => {
  const { sendJson, admin } = await hostile(t);
  const faults = async (payload: unknown) => {
    const answer = await sendJson('/users', JSON.stringify(payload));
    isError(answer, 422, 'Validation Failed');
    for (const { message, documentation_url, code } of answer.body.errors) {
      assert.equal(typeof message, 'string');
      assert.equal(documentation_url, answer.body.documentation_url);
      assert.equal(code, 'invalid');
    }
    return answer.body.errors.map(({ field }: { field: string }) => field);
  };
  assert.deepEqual(await faults({ first_name: 7, last_name: {}, is_disabled: 'true' }), [
    'first_name',
    'is_disabled',
    'last_name',
  ]);
  assert.deepEqual(await faults({ is_disabled: null }), ['is_disabled']);
  assert.deepEqual(await faults({ ui_state: { a: 1 } }), ['ui_state.a']);
  assert.deepEqual(await faults({ ui_state: [] }), ['ui_state']);
  assert.deepEqual(await faults({ models_dir_validated: 'yes' }), ['models_dir_validated']);
  assert.deepEqual(await faults([]), ['body']);
  assert.equal((await admin.get('/users?fields=id')).body.length, 1);
});

test('control characters and over-long text are 422', async (t) => {
  const { sendJson } = await hostile(t);
  for (const first_name of ['a\u0000', '\n', 'a\u007f', '\u001b[31m', '\u0085']) {
    const { status, body } = await sendJson('/users', JSON.stringify({ first_name }));
    assert.equal(status, 422);
    assert.equal(body.errors[0].message, "'first_name' must not have control characters.");
  }
  const long = await sendJson('/users', JSON.stringify({ last_name: 'x'.repeat(256) }));
  assert.equal(long.body.errors[0].message, "'last_name' must have at most 255 characters.");
  assert.equal((await sendJson('/users', JSON.stringify({ last_name: '😀'.repeat(255) }))).status, 200);
});

test('a body with tens of thousands of faults is answered at once, with the first of them', async (t) => {
  const { sendJson } = await hostile(t);
  const started = performance.now();
  const { status, body } = await sendJson('/users/1/roles', `[${Array(32_000).fill(0)}]`, 'PUT');
  assert.equal(status, 422);
  assert.ok(body.errors.length <= 50);
  assert.ok(performance.now() - started < 1_000);
});

test('a body over 64 KiB is 413', async (t) => {
  const { sendJson, send } = await hostile(t);
  const payload = JSON.stringify({ first_name: 'x'.repeat(65_536) });
  isError(await sendJson('/users', payload), 413, 'The body is larger than 64 KiB.');
  isError(await send('/login', { method: 'POST', payload }), 413, /64 KiB/);
});

test('a content type that is neither JSON nor a form is 415', async (t) => {
  const { send } = await hostile(t);
  for (const type of [
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'nonsense',
    'a/b/c',
  ]) {
    const sent = { method: 'POST', payload: '{}', headers: { 'content-type': type } };
    isError(await send('/users', sent), 415, 'Send the body as application/json.');
  }
});

test('an Authorization header in any other form is 401', async (t) => {
  const { send, adminToken } = await hostile(t);
  const refused = [
    '',
    'Bearer',
    'Bearer ',
    'token',
    adminToken,
    `Basic ${adminToken}`,
    `Bearer ${adminToken}x`,
    `Bearer ${adminToken.slice(1)}`,
    `Bearer ${adminToken} ${adminToken}`,
    `Bearer ${adminToken},`,
    `Bearer "${adminToken}"`,
    `token token=${adminToken}`,
    `Bearer\t${adminToken}`,
    `Bearer ${'é'.repeat(40)}`,
    `Bearer ${'A'.repeat(40)}`,
    `Bearer ${"' OR 1=1 --".padEnd(40)}`,
    `Bearer ${'A'.repeat(7_000)}`,
  ];
  for (const authorization of refused) {
    isError(await send('/user', { headers: { authorization } }), 401, 'Requires authentication.');
  }
  for (const scheme of ['Bearer', 'bearer', 'token', 'TOKEN', 'Bearer  ']) {
    const authorization = `${scheme} ${adminToken}`;
    assert.equal((await send('/user', { headers: { authorization } })).status, 200, scheme);
  }
});

test('what cannot be an id names nothing: 404', async (t) => {
  const { send } = await hostile(t);
  const ids = [
    '0',
    '-1',
    '+1',
    '01',
    '1.0',
    '1e0',
    '0x1',
    'me',
    '%20',
    '1%20',
    '%00',
    '1%00',
    '1%2F2',
    '%D9%A1',
    '%EF%BC%91',
    '%2e%2e',
    '9007199254740992',
    '99999999999999999999',
    '1'.repeat(500),
    "1'--",
    '1,2',
  ];
  for (const id of ids) {
    for (const path of [
      `/users/${id}`,
      `/users/${id}/credentials_totp`,
      `/users/${id}/credentials_api3/${id}`,
    ]) {
      isError(await send(path), 404, 'Not found');
    }
    isError(await send(`/users/${id}`, { method: 'DELETE' }), 404, 'Not found');
    isError(await send(`/users/${id}/credentials_totp`, { method: 'POST' }), 404, 'Not found');
  }
});

test('a path that is too long or not UTF-8 is 400 (CVE-2021-32637 of Authelia)', async (t) => {
  const { send } = await hostile(t);
  for (const id of ['%', '%zz', '%FF', '%ED%A0%80', '1'.repeat(2_000)]) {
    isError(await send(`/users/${id}`), 400, 'Bad request: the path is not valid.');
  }
});

test('an unknown route is 401 to strangers and 404 to others, whatever comes with it', async (t) => {
  const { send } = await hostile(t);
  const sent = { payload: '{', headers: { 'content-type': 'application/json' } };
  for (const path of [
    '/nothing',
    '/users/1/',
    '/users/1/credentials_totp/x',
    '/api/3.1/login',
    '/api/5.0/users',
    '/api/',
  ]) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      isError(await send(path, { ...sent, method }), 404, 'Not found');
      for (const authorization of ['', 'Bearer x', `Bearer ${'A'.repeat(40)}`]) {
        const headers = { ...sent.headers, authorization };
        isError(await send(path, { ...sent, method, headers }), 401, 'Requires authentication.');
      }
    }
  }
});

test('a method that a path does not have is 404', async (t) => {
  const { send } = await hostile(t);
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
    isError(await send('/users', { method }), 404, 'Not found');
  }
  isError(await send('/login'), 404, 'Not found');
  const head = await send('/users', { method: 'HEAD' });
  assert.deepEqual([head.status, head.body], [404, '']);
});

test('a paging value that is no whole number in range is 400 and named', async (t) => {
  const { send } = await hostile(t);
  const values = [
    '',
    '-1',
    '1.5',
    'x',
    'null',
    'true',
    '1,2',
    'NaN',
    'Infinity',
    '1e308',
    '99999999999999999999',
  ];
  for (const name of ['limit', 'offset', 'page', 'per_page']) {
    for (const value of values) {
      isError(await send(`/users?${name}=${value}`), 400, new RegExp(`'${name}'`));
    }
    isError(await send(`/users?${name}=1&${name}=2`), 400, new RegExp(`'${name}'`));
  }
  const largest = '9007199254740991';
  for (const query of [`limit=${largest}&offset=${largest}`, `page=${largest}&per_page=${largest}`]) {
    assert.deepEqual((await send(`/users?${query}`)).body, []);
  }
});

test('a parameter that is given twice is 400', async (t) => {
  const { send } = await hostile(t);
  for (const query of [
    'fields=id&fields=email',
    'sorts=id&sorts=id',
    'ids=1&ids=2',
    'ids[]=1&ids[]=2&ids=3&ids=4',
  ]) {
    isError(await send(`/users?${query}`), 400, /must be of type string/);
  }
});

test('sorting by thousands of fields is sorting by the first mention of each', async (t) => {
  const { send } = await hostile(t);
  assert.equal((await send(`/users?sorts=${'id,'.repeat(2_500)}email`)).status, 200);
  for (const sorts of [
    'constructor',
    '__proto__',
    'password_hash',
    'id up',
    'id desc desc',
    'id;drop',
    '1',
  ]) {
    isError(await send(`/users?sorts=${encodeURIComponent(sorts)}`), 400, /cannot sort by/);
  }
});

test('parentheses in fields that do not match are 400, however many', async (t) => {
  const { send } = await hostile(t);
  for (const fields of ['a(', 'a)', '(', ')', '(a)', 'a(b))', 'a,(b)', 'a('.repeat(3_000)]) {
    isError(await send(`/users?fields=${fields}`), 400, /parentheses/);
  }
});

test('a Host header that is no host is 400, and no link is made with it', async (t) => {
  const { send } = await hostile(t);
  for (const host of ['a b', '[', 'evil"><x', 'a/b', 'user@host', 'a:99999', '1.2.3.999', 'a\tb', '[::1']) {
    const answer = await send('/users?limit=1', { headers: { host } });
    isError(answer, 400, /Host/);
    assert.equal(answer.body.documentation_url.includes(host), false);
  }
  for (const host of ['localhost', 'id.example.com:8443', '[::1]:19999', '127.0.0.1', 'under_score']) {
    const { status, headers } = await send('/users?limit=1', { headers: { host } });
    assert.equal(status, 200);
    assert.ok(String(headers.link).startsWith(`<http://${host}/api/4.0/users?`));
  }
});

test('what a proxy passes on of the scheme is https or nothing', async (t) => {
  const { app, adminToken } = await startInProcess(t, { COUNTERSIGN_TRUST_PROXY: '127.0.0.1' });
  for (const [said, scheme] of [
    ['https', 'https'],
    ['http', 'http'],
    ['javascript', 'http'],
    ['x y', 'http'],
  ] as const) {
    const { statusCode, headers } = await app.inject({
      url: '/api/4.0/users?limit=1',
      headers: { authorization: `Bearer ${adminToken}`, 'x-forwarded-proto': said },
    });
    assert.equal(statusCode, 200, said);
    assert.equal(String(headers.link).split('://')[0], `<${scheme}`);
  }
});
