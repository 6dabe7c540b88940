import assert from 'node:assert/strict';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeAt } from './authenticator.ts';
import { apiAt, CLIENT_SECRET, logIn, scratchFolder, spawnServer } from './harness.ts';

interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  events: { name: string }[];
  status: { code?: number };
}

/** A collector that takes traces by OTLP in JSON. */
async function startCollector(t: TestContext) {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const collector = { url: '', spans, texts, status: 200 };
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    assert.deepEqual([request.method, request.url], ['POST', '/v1/traces']);
    assert.equal(request.headers['content-type'], 'application/json');
    if (collector.status === 200) {
      texts.push(text);
      for (const { scopeSpans } of JSON.parse(text).resourceSpans) {
        spans.push(...scopeSpans.flatMap((scope: { spans: ReceivedSpan[] }) => scope.spans));
      }
    }
    response.writeHead(collector.status, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return collector;
}

const attribute = ({ attributes }: ReceivedSpan, name: string): unknown =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];

test('every request is a span with its transactions in it, in the trace of its caller, and names nobody', async (t) => {
  const collector = await startCollector(t);
  const server = await spawnServer(t, join(scratchFolder(t), 'data'), { COUNTERSIGN_TRACES: collector.url });
  const token = await logIn(server.origin);
  const admin = apiAt(server.origin, token);
  const { id } = (await admin.post('/users', { first_name: 'Canary' })).body;
  const path = `/users/${id}/credentials_totp`;
  await admin.post(path);
  const { secret } = (await admin.post(`${path}/enrollment`)).body;
  const code = codeAt(secret, Date.now());

  const [traceId, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const ask = (url: string, traceparent: string, init: RequestInit = {}) =>
    fetch(server.origin + url, { ...init, headers: { ...init.headers, traceparent } });
  // That its caller does not keep the trace is no reason to leave the request out.
  const verified = await ask(`/api/4.0${path}/verify?canary=query`, `00-${traceId}-${parent}-00`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'canary-agent',
    },
    body: JSON.stringify({ code }),
  });
  assert.equal(((await verified.json()) as { accepted: boolean }).accepted, true);
  assert.equal((await ask('/nowhere/canary', 'not one')).status, 404);
  assert.equal((await fetch(`${server.origin}/sign-in?email=canary%40example.com`)).status, 200);
  assert.equal(await server.stop(), 0);

  const { spans } = collector;
  const named = (name: string) => spans.filter((span) => span.name === name);
  const [verify, ...more] = named('verify_user_credentials_totp');
  assert.ok(verify && more.length === 0, spans.map(({ name }) => name).join('\n'));
  assert.deepEqual([verify.traceId, verify.parentSpanId, verify.kind], [traceId, parent, 2]);
  assert.equal(attribute(verify, 'countersign.operation'), verify.name);
  assert.equal(attribute(verify, 'http.request.method'), 'POST');
  assert.equal(attribute(verify, 'http.route'), '/api/4.0/users/:user_id/credentials_totp/verify');
  assert.equal(Number(attribute(verify, 'http.response.status_code')), 200);
  const inIt = spans.filter(({ parentSpanId }) => parentSpanId === verify.spanId);
  assert.deepEqual(
    inIt.map(({ name, traceId }) => [name, traceId]),
    [['transaction', traceId]],
  );
  const [transaction] = inIt;
  assert.ok(transaction);
  assert.equal(attribute(transaction, 'db.system.name'), 'sqlite');
  assert.deepEqual(
    transaction.events.map(({ name }) => name),
    ['begins'],
  );
  const times = [
    verify.startTimeUnixNano,
    transaction.startTimeUnixNano,
    transaction.endTimeUnixNano,
    verify.endTimeUnixNano,
  ];
  assert.deepEqual(
    times,
    times
      .map(BigInt)
      .sort((a, b) => Number(a - b))
      .map(String),
    'one is within the other',
  );

  const [nowhere] = named('no such page');
  assert.ok(nowhere);
  assert.equal(Number(attribute(nowhere, 'http.response.status_code')), 404);
  assert.equal(named('GET /sign-in').length, 1);
  // Whatever is traced belongs to a request.
  const requests = new Set(spans.filter(({ kind }) => kind === 2).map(({ spanId }) => spanId));
  for (const { name, kind, parentSpanId = '' } of spans)
    assert.ok(kind === 2 || requests.has(parentSpanId), name);

  const all = collector.texts.join('\n');
  assert.match(all, /"service\.name","value":\{"stringValue":"countersign"\}/);
  const unsaid = ['anary', token, secret, code, CLIENT_SECRET, '127.0.0.1', `users/${id}`];
  assert.deepEqual(
    unsaid.filter((text) => all.includes(text)),
    [],
  );
});

test('what is not wanted is not loaded', () => {
  const root = join(import.meta.dirname, '..');
  const importers = globSync('src/**/*.ts', { cwd: root })
    .filter((path) => !path.startsWith('src/tracing/'))
    .flatMap(
      (path) =>
        readFileSync(join(root, path), 'utf8').match(
          /.*['"][^'"]*(?:\/tracing\/|@opentelemetry)[^'"]*['"].*/g,
        ) ?? [],
    );
  assert.deepEqual(
    importers.map((line) => line.trim()),
    ["const { startTracing } = await import('../tracing/start-tracing.ts');"],
  );
});

test('a collector that does not answer keeps no request and no stop waiting, and the log says it', async (t) => {
  const collector = await startCollector(t);
  collector.status = 400;
  const server = await spawnServer(t, join(scratchFolder(t), 'data'), { COUNTERSIGN_TRACES: collector.url });
  assert.equal((await fetch(`${server.origin}/alive`)).status, 200);
  assert.equal(await server.stop(), 0);
  assert.match(server.output.stderr, /"msg":"traces could not be sent"/);
});
