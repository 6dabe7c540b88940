import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Ajv } from 'ajv';
import { operations } from '../../src/app.ts';
import { errorStatuses } from '../../src/http/errors.ts';
import { statusesOf } from '../../src/http/specification.ts';
import { callsOf } from '../../src/reference/calls.ts';
import { readReference, type Specification } from '../../src/reference/entry.ts';
import { exampleOf } from '../../src/reference/example.ts';
import { startInProcess } from '../harness.ts';

const origin = 'https://id.example.com';

async function pages(t: TestContext) {
  const { app, admin, as } = await startInProcess(t, { COUNTERSIGN_PUBLIC_URL: origin });
  const open = async (url: string, headers: Record<string, string> = {}) => {
    const {
      statusCode,
      headers: given,
      body,
    } = await app.inject({ url, headers: { accept: 'text/html', ...headers } });
    return { status: statusCode, type: String(given['content-type']), headers: given, body };
  };
  const specification: Specification = (await as(null).get('/openapi.json')).body;
  return { app, admin, as, open, reference: readReference(operations, specification) };
}

for (const lang of ['en', 'es']) {
  test(`every operation has a page of its own, linked from the list (${lang})`, async (t) => {
    const { open } = await pages(t);
    const list = await open(`/docs?lang=${lang}`);
    assert.equal(list.status, 200);
    assert.match(list.body, new RegExp(`<html lang="${lang}">`));
    for (const operation of operations) {
      assert.ok(list.body.includes(`/docs/operations/${operation.id}"`), operation.id);
      const page = await open(`/docs/operations/${operation.id}?lang=${lang}`);
      assert.equal(page.status, 200, operation.id);
      for (const status of statusesOf(operation)) assert.ok(page.body.includes(`<strong>${status}</strong>`));
      assert.ok(Buffer.byteLength(page.body) < 100_000);
    }
  });
}

test('whatever error an operation may answer, its documentation_url leads to a page', async (t) => {
  const { open } = await pages(t);
  const missing: string[] = [];
  for (const operation of operations) {
    const route = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const status of [...statusesOf(operation), 408, 431, 500, 503]) {
      const url = `/docs/errors/4.0/${status}/${String(operation.method).toLowerCase()}${route}`;
      const page = await open(url, { 'accept-language': 'es' });
      const isExplained = page.body.includes(`/docs/operations/${operation.id}"`);
      if (page.status !== 200 || !page.type.startsWith('text/html') || !isExplained) missing.push(url);
    }
  }
  assert.deepEqual(missing, []);
});

test('errors of no operation have a page, too', async (t) => {
  const { app, open } = await pages(t);
  const answers = [
    await app.inject({ url: '/api/4.0/nothing' }),
    await app.inject({ url: '/nothing' }),
    await app.inject({ method: 'DELETE', url: '/api/logout' }),
    await app.inject({ method: 'DELETE', url: '/api/4.0//logout' }),
    await app.inject({ method: 'POST', url: '/users/7' }),
    await app.inject({ url: '/api/4.0/users/%zz' }),
    await app.inject({ url: '/api/4.0/user', headers: { host: 'a b' } }),
    await app.inject({ method: 'POST', url: '/api/4.0/login', payload: 'x'.repeat(70_000) }),
  ];
  for (const answer of answers) {
    const { pathname } = new URL(answer.json().documentation_url);
    const { status, type } = await open(pathname);
    assert.equal(status, 200, pathname);
    assert.match(type, /^text\/html/);
  }
  for (const status of [...errorStatuses, 408]) {
    assert.equal((await open(`/docs/errors/4.0/${status}`)).status, 200, String(status));
  }
  // What Node's parser refuses is documented here.
  assert.equal((await open('/docs')).status, 200);
});

test('a page that is not there is a page for people and JSON for programs', async (t) => {
  const { app, open } = await pages(t);
  for (const url of [
    '/nothing',
    '/docs/operations/nothing',
    '/docs/errors/4.0/418',
    '/docs/errors/4.0/404x/get',
  ]) {
    const page = await open(url, { 'accept-language': 'es' });
    assert.equal(page.status, 404, url);
    assert.match(page.type, /^text\/html/);
    assert.match(page.body, /Página no encontrada/);
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
    const json = await app.inject({ url, headers: { accept: '*/*' } });
    assert.equal(json.statusCode, 404);
    assert.equal(json.json().message, 'Not found');
  }
  const api = await open('/api/4.0/nothing');
  assert.equal(api.status, 401);
  assert.match(api.type, /^application\/json/);
});

test('what is asked for in the address stays text in the page', async (t) => {
  const { open } = await pages(t);
  const attack = '"><script>alert(1)</script>';
  for (const url of [
    `/docs?q=${encodeURIComponent(attack)}`,
    `/docs/errors/4.0/404/get/${encodeURIComponent(attack)}`,
    `/docs/operations/${encodeURIComponent(attack)}`,
  ]) {
    assert.doesNotMatch((await open(url)).body, /<script>alert/);
  }
});

test('somebody who only types the address of the server finds the reference', async (t) => {
  const { open } = await pages(t);
  const { status, headers } = await open('/');
  assert.equal(status, 303);
  assert.match((await open(String(headers.location))).body, /<a href="\/docs">API reference<\/a>/);
});

test('the list can be filtered without JavaScript', async (t) => {
  const { open } = await pages(t);
  const { body } = await open('/docs?lang=en&q=RECOVERY+code');
  const rows = [...body.matchAll(/<li data-words="[^"]*"( hidden)?>/g)];
  assert.equal(rows.length, operations.length);
  assert.equal(rows.filter(([, hidden]) => !hidden).length, 3);
});

test('examples have the shape that they are an example of', async (t) => {
  const { as, reference } = await pages(t);
  const specification = (await as(null).get('/openapi.json')).body;
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });
  ajv.addSchema(specification, 'specification');
  for (const { id, answer, body } of reference.entries) {
    for (const [shape, writable] of [
      [answer.shape, false],
      [body?.shape, true],
    ] as const) {
      if (!shape) continue;
      const example = exampleOf(shape, { shapes: reference.shapes, origin, writable });
      const resolvable = JSON.parse(JSON.stringify(shape).replaceAll('"#/', '"specification#/'));
      const validate = ajv.compile(resolvable);
      assert.ok(validate(example), `${id}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(example)}`);
    }
  }
});

test('an example with the official SDK makes the request of its operation', async (t) => {
  const { reference } = await pages(t);
  const { Looker40SDK } = await import('@looker/sdk');
  for (const entry of reference.entries) {
    const { typescript } = callsOf(entry, reference, origin);
    const call = /sdk\.ok\(\n\s+(sdk\.[\s\S]*),\n\);$/.exec(typescript)?.[1];
    assert.ok(call, typescript);
    const requests: { method: string; path: string }[] = [];
    const record =
      (method: string) =>
      async (path: string): Promise<void> => {
        requests.push({ method, path });
      };
    const sdk = Object.create(Looker40SDK.prototype);
    for (const method of ['get', 'post', 'put', 'patch', 'delete'])
      sdk[method] = record(method.toUpperCase());
    await new Function('sdk', `return ${call}`)(sdk);
    assert.equal(requests.length, 1, `${entry.id}: ${call}`);
    const [{ method, path } = { method: '', path: '' }] = requests;
    assert.equal(method, entry.method, entry.id);
    assert.match(path, new RegExp(`^${entry.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), entry.id);
  }
});
