import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { codeAt } from './authenticator.ts';
import {
  type Api,
  apiAt,
  logIn,
  metricsOf,
  ownPostgres,
  runCountersign,
  scratchFolder,
  spawnServer,
} from './harness.ts';
import { operator } from './operator.ts';
import { programPath } from './postgres.ts';

const postgres = await ownPostgres();

if (postgres) {
  test('every command works with a database on PostgreSQL, or says why not; backups have tests of their own', async (t) => {
    const scratch = scratchFolder(t);
    const folder = join(scratch, 'data');
    const url = postgres.url(await postgres.create());
    const { run, answer, ...said } = operator({ COUNTERSIGN_DATA: folder, DATABASE_URL: url });
    const refused = async (why: RegExp, ...args: string[]) =>
      assert.ok(!(await said.refused(why, ...args)).includes(url));

    for (const args of [
      ['user', 'list'],
      ['doctor'],
      ['key', 'list'],
      ['audit', 'verify'],
      ['user', 'add'],
    ]) {
      await refused(
        /that DATABASE_URL names cannot be opened \(there is nothing of Countersign in it\)/,
        ...args,
      );
    }
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    t.after(() => client.end());
    const tables = await client.query(
      "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'",
    );
    assert.equal(tables.rowCount, 0, 'who looks makes nothing');

    const server = await spawnServer(t, folder, { DATABASE_URL: url, COUNTERSIGN_METRICS: '127.0.0.1:0' });
    const admin = apiAt(server.origin, await logIn(server.origin));
    const { user_id } = await answer('user', 'add', '--email', 'ada@example.com', '--first-name', 'Ada');
    await admin.post(`/users/${user_id}/credentials_totp`);
    const { secret } = (await admin.post(`/users/${user_id}/credentials_totp/enrollment`)).body;
    const code = codeAt(secret, Date.now());
    assert.equal(
      (await admin.post(`/users/${user_id}/credentials_totp/verify`, { code })).body.accepted,
      true,
    );

    // Beside the running server.
    const key = await answer('api-key', 'create', 'ada@example.com');
    await logIn(server.origin, key.client_id, key.client_secret);
    assert.match((await run('api-key', 'list', 'ada@example.com')).stdout, new RegExp(`^${key.client_id} `));
    assert.match(
      (await run('user', 'list')).stdout,
      /^1 .*\n2 {2}Ada {2}ada@example\.com {2}second factor: on\n$/,
    );
    assert.equal((await answer('key', 'rotate')).resealed > 0, true);
    assert.equal((await answer('key', 'list')).length, 1);
    const verified = await answer('audit', 'verify');
    assert.ok(verified.intact && verified.chain.records > 5);
    const metrics = await metricsOf(server);
    assert.ok(Number(/^countersign_database_bytes (\d+)$/m.exec(metrics)?.[1]) > 1_000_000, metrics);

    const password = join(scratch, 'password');
    writeFileSync(password, 'correct horse battery staple\n', { mode: 0o600 });
    const file = join(scratch, 'keys.age');
    assert.equal((await answer('export', file, '--password-file', password)).keys, 1);
    assert.ok(existsSync(file));
    const one = ['--user', 'ada@example.com', '--password-file', password];
    assert.equal((await answer('export', join(scratch, 'ada.age'), ...one)).keys, 1);
    await refused(
      /^User 1 has not set up/,
      'export',
      join(scratch, 'no.age'),
      '--user',
      '1',
      ...one.slice(2),
    );

    const health = await answer('doctor');
    const states = Object.fromEntries(
      health.findings.map(({ check, state }: { check: string; state: string }) => [check, state]),
    );
    assert.deepEqual(states, {
      ...{ clock: 'good', files: 'good', database: 'good', connection: 'good', clocks: 'good' },
      ...{ schema: 'good', keys: 'good', backup: 'warning', TLS: 'warning', mail: 'warning' },
    });

    await refused(/^With DATABASE_URL nothing of a data folder/, 'moved');

    // Without one.
    assert.equal(await server.stop(), 0);
    await answer('user', 'disable', 'ada@example.com');
    assert.equal((await answer('audit', 'verify')).intact, true);
    assert.ok(!existsSync(join(folder, 'countersign.db')));
    await client.query('ALTER TABLE audit_events DISABLE TRIGGER USER');
    await client.query("UPDATE audit_events SET outcome = 'x' WHERE id = (SELECT MAX(id) FROM audit_events)");
    assert.equal((await run('audit', 'verify')).code, 1);
    await client.query("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'later', 0)");
    assert.match((await run('doctor')).stdout, /WRONG {4}schema: The database is of a newer Countersign/);
  });

  test('a backup by the tools of PostgreSQL is restored the way docs/postgresql.md says', async (t) => {
    const scratch = scratchFolder(t);
    const folder = join(scratch, 'data');
    const url = postgres.url(await postgres.create());
    const server = await spawnServer(t, folder, { DATABASE_URL: url });
    const admin = apiAt(server.origin, await logIn(server.origin));
    const { id } = (await admin.post('/users')).body;
    const path = `/users/${id}`;
    await admin.post(`${path}/credentials_totp`);
    const { secret } = (await admin.post(`${path}/credentials_totp/enrollment`)).body;
    const verify = async (api: Api, code: string) =>
      (await api.post(`${path}/credentials_totp/verify`, { code })).body;
    assert.equal((await verify(admin, codeAt(secret, Date.now()))).accepted, true);
    const [recovery]: string[] = (await admin.post(`${path}/recovery_codes`)).body.codes;

    const file = join(scratch, 'monday.dump');
    execFileSync(programPath('pg_dump'), ['--format=custom', '--no-owner', `--file=${file}`, url]);
    const usedSince = codeAt(secret, Date.now() + 30_000);
    assert.equal((await verify(admin, usedSince)).accepted, true);
    await admin.post(`${path}/recovery_codes/verify`, { code: recovery });
    assert.equal(await server.stop(), 0);

    const restored = postgres.url(await postgres.create());
    execFileSync(programPath('pg_restore'), [
      ...['--no-owner', '--exit-on-error', '--single-transaction', `--dbname=${restored}`, file],
    ]);
    const settings = { COUNTERSIGN_DATA: folder, DATABASE_URL: restored };
    const said = await runCountersign(['restored'], settings);
    assert.deepEqual([said.code, said.stderr], [0, '']);
    assert.match(said.stdout, /^No code counts that could have been used before now\./);
    const again = await spawnServer(t, folder, { DATABASE_URL: restored });
    const api = apiAt(again.origin, await logIn(again.origin));
    assert.equal((await verify(api, usedSince)).accepted, false);
    const spent = (await api.post(`${path}/recovery_codes/verify`, { code: recovery })).body;
    assert.deepEqual(spent, { accepted: false, remaining: 0 });
    const fences = (await api.get('/audit_events?action=set_fence')).body;
    assert.deepEqual([fences[0].outcome, fences[0].source], ['rolled_back', 'operator']);
    // The heads that were signed since are not in what was put back.
    const audit = await runCountersign(['audit', 'verify', '--json'], settings);
    assert.equal(JSON.parse(audit.stdout).chain.broken, undefined);
  });
}
