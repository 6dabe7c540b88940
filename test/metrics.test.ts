import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeAt, wrongCodeAt } from './authenticator.ts';
import { apiAt, logIn, scratchFolder, spawnCountersign, spawnServer } from './harness.ts';

test('metrics say what happened, on an address of their own', async (t) => {
  const folder = join(scratchFolder(t), 'data');
  const server = await spawnServer(t, folder, { COUNTERSIGN_METRICS: '127.0.0.1:0' });
  const port = /"port":(\d+),"msg":"metrics are served"/.exec(server.output.stderr)?.[1];
  const fetchMetrics = () => fetch(`http://127.0.0.1:${port}/metrics`);
  const admin = apiAt(server.origin, await logIn(server.origin));
  const { id } = (await admin.post('/users', { first_name: 'Canary' })).body;
  const path = `/users/${id}/credentials_totp`;
  await admin.post(path);
  const { secret } = (await admin.post(`${path}/enrollment`)).body;
  await admin.post(`${path}/verify`, { code: codeAt(secret, Date.now()) });
  const wrong = wrongCodeAt(secret, Date.now());
  for (let times = 0; times < 6; times++) await admin.post(`${path}/verify`, { code: wrong });

  const answer = await fetchMetrics();
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const line of text.trimEnd().split('\n')) {
    assert.match(line, /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? [\d.e+-]+)$/);
  }
  const value = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length + 1),
    );
  assert.equal(value('countersign_events_total{action="verify_code",outcome="accepted"}'), 1);
  assert.equal(value('countersign_events_total{action="verify_code",outcome="wrong_code"}'), 5);
  assert.equal(
    value('countersign_requests_total{group="verify",status="429"}'),
    1,
    'the budget was exhausted',
  );
  assert.equal(value('countersign_request_seconds_count{group="verify"}'), 7);
  assert.equal(value('countersign_request_seconds_bucket{group="verify",le="+Inf"}'), 7);
  assert.deepEqual([value('countersign_users'), value('countersign_users_with_second_factor')], [2, 1]);
  assert.ok(value('countersign_database_bytes{file="countersign.db"}') > 0);
  assert.ok(value('countersign_event_loop_lag_seconds{quantile="0.99"}') >= 0);
  assert.ok(!text.includes('Canary') && !text.includes('backup_age'));

  // Twice the same, and nothing else is to be had there, nor metrics at the other address.
  const again = await (await fetchMetrics()).text();
  assert.match(again, /^countersign_events_total\{action="verify_code",outcome="wrong_code"\} 5$/m);
  assert.equal((await fetch(`http://127.0.0.1:${port}/alive`)).status, 404);
  assert.equal((await fetch(`${server.origin}/metrics`)).status, 404);
  for (const probe of ['/alive', '/ready']) assert.equal((await fetch(server.origin + probe)).status, 200);

  const taken = spawnCountersign(join(scratchFolder(t), 'data'), {
    COUNTERSIGN_PORT: '0',
    COUNTERSIGN_METRICS: `127.0.0.1:${port}`,
  });
  taken.process.once('exit', () => undefined);
  assert.equal(await taken.stop('SIGCONT'), 1);
  assert.match(taken.output.stderr, /COUNTERSIGN_METRICS: cannot listen on 127\.0\.0\.1 port \d+ \(/);
  assert.equal(await server.stop(), 0);
});
