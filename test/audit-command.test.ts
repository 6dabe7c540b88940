import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { apiAt, logIn, runCountersign, scratchFolder, spawnServer } from './harness.ts';

const verify = (...args: string[]) => runCountersign(['audit', 'verify', ...args]);

/** Takes heads, but not the first that comes. */
async function startReceiver(t: TestContext) {
  const heads: { id: number }[] = [];
  let asked = 0;
  const receiver = createServer(async (request, response) => {
    const text = (await request.toArray()).join('');
    asked++;
    if (asked > 1) heads.push(JSON.parse(text));
    response.writeHead(asked > 1 ? 204 : 503).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  t.after(() => receiver.close());
  return {
    heads,
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/heads?token=canary-token`,
  };
}

test('an operator checks the audit log beside the running server, after a kill, and on a copy', async (t) => {
  const folder = join(scratchFolder(t), 'data');
  const receiver = await startReceiver(t);
  const server = await spawnServer(t, folder, {
    COUNTERSIGN_AUDIT_HEADS_SECONDS: '1',
    COUNTERSIGN_AUDIT_WEBHOOK_URL: receiver.url,
    COUNTERSIGN_LOG_LEVEL: 'trace',
  });
  const admin = apiAt(server.origin, await logIn(server.origin));
  for (const name of ['A', 'B', 'C']) await admin.post('/groups', { name });

  const beside = await verify('--data', folder);
  assert.equal(beside.code, 0, beside.stderr);
  assert.match(
    beside.stdout,
    /^5 records, each chained to the one before it\.\n(?:1 signed head|[2-9] signed heads) in .*, all of them/,
  );
  assert.match(beside.stdout, /BEGIN PUBLIC KEY/);
  const path = join(folder, 'countersign.audit-heads');
  const lastHead = () => JSON.parse(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '{}');
  while (lastHead().id !== 5 || receiver.heads.at(-1)?.id !== 5) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(receiver.heads.at(-1), lastHead());
  await server.stop('SIGKILL');

  const logs = server.output.stdout + server.output.stderr;
  assert.ok(logs.includes(lastHead().signature), 'the log has the head');
  assert.match(logs, /"why":"status 503"/);
  assert.ok(!logs.includes('canary-token'));

  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  const killed = await verify('--data', copy, '--json');
  assert.equal(killed.code, 0);
  const { chain, heads, intact } = JSON.parse(killed.stdout);
  assert.deepEqual(
    { intact, chain, broken: heads.broken },
    { intact: true, chain: { records: 5 }, broken: undefined },
  );

  const attacker = new DatabaseSync(join(copy, 'countersign.db'));
  attacker.exec('DROP TRIGGER audit_events_are_kept; DELETE FROM audit_events WHERE id = 5');
  const cut = await verify('--data', copy);
  assert.equal(cut.code, 1);
  assert.match(
    cut.stdout,
    /BROKEN: line \d of .*the newest record was 5, which is not there: the end was cut off/,
  );
  attacker.exec('DELETE FROM audit_events WHERE id = 2');
  attacker.close();
  const gap = await verify('--data', copy, '--heads', path);
  assert.equal(gap.code, 1);
  assert.match(gap.stdout, /^BROKEN at record 3: record 2 is missing.* The 1 before it are whole\./);

  const [missing, nothing] = await Promise.all([
    verify('--data', copy, '--heads', join(folder, 'nowhere')),
    verify('--data', join(folder, 'nowhere'), '--json'),
  ]);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^The audit log cannot be checked: ENOENT/);
  assert.equal(nothing.code, 1);
  assert.match(JSON.parse(nothing.stdout).error, /cannot be opened/);
});

test('a stop says where the audit log ends', async (t) => {
  const folder = scratchFolder(t);
  const file = join(folder, 'elsewhere');
  const server = await spawnServer(t, folder, { COUNTERSIGN_AUDIT_HEADS_FILE: file });
  const admin = apiAt(server.origin, await logIn(server.origin));
  await admin.post('/groups', { name: 'A' });
  assert.equal(await server.stop(), 0);
  const ids = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).id);
  assert.deepEqual(ids, [1, 3]);
});
