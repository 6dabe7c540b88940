import assert from 'node:assert/strict';
import { cpSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { recordEvent } from '../src/audit/record-event.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { codeAt } from './authenticator.ts';
import {
  type Api,
  apiAt,
  logIn,
  ownPostgres,
  runCountersign,
  scratchFolder,
  spawnCommand,
  spawnServer,
  startInProcess,
} from './harness.ts';
import { oneOfEverything } from './one-of-everything.ts';

const MOVE = ['migrate', 'embedded-to-postgres'];
const RECORDS = 6_000;

// So that it can be made to wait for a standby that is not there.
const postgres = await ownPostgres([]);

/** A data folder with one of everything in it, and a log of more than a segment. */
async function filled(t: TestContext): Promise<string> {
  const server = await startInProcess(t);
  const { user } = await oneOfEverything(server);
  const { database, config } = server.context;
  await database.transaction(async (tx) => {
    const event = {
      action: 'verify_code',
      outcome: 'wrong_code',
      actor: null,
      targetUserId: Number(user),
    } as const;
    for (let n = 0; n < RECORDS; n++) await recordEvent(tx, server.clock.nowMs, event);
  });
  await database.eraseRemains();
  const folder = join(scratchFolder(t), 'data');
  cpSync(config.dataFolder, folder, { recursive: true });
  return folder;
}

/** Somebody with a second factor: the code of now is used up, and of their recovery codes the first. */
async function enrol(admin: Api) {
  const { id } = (await admin.post('/users', { first_name: 'Grace' })).body;
  const path = `/users/${id}`;
  await admin.post(`${path}/credentials_totp`);
  const { secret } = (await admin.post(`${path}/credentials_totp/enrollment`)).body;
  const code = codeAt(secret, Date.now());
  const verify = async (code: string) => (await admin.post(`${path}/credentials_totp/verify`, { code })).body;
  assert.deepEqual(await verify(code), { accepted: true, verified: true });
  const recovery: string[] = (await admin.post(`${path}/recovery_codes`)).body.codes;
  await admin.post(`${path}/recovery_codes/verify`, { code: recovery[0] });
  return { path, secret, code, recovery };
}

/** A new database, of an account that owns it and may do nothing else; and another's connection to look into it. */
async function emptyDatabase(t: TestContext) {
  const name = (await postgres?.create()) ?? '';
  const root = postgres?.url(name) ?? '';
  const client = new pg.Client({ connectionString: root });
  await client.connect();
  await client.query(`CREATE ROLE owner_of_${name} LOGIN`);
  await client.query(`ALTER DATABASE ${name} OWNER TO owner_of_${name}`);
  const url = root.replace('countersign@', `owner_of_${name}@`);
  t.after(() => client.end());
  const count = async (table: string) =>
    Number((await client.query(`SELECT COUNT(*) FROM ${table}`)).rows[0].count);
  return { url, client, count };
}

const comparable = (rows: readonly object[]): string[] =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.values(row).map((cell) =>
          cell instanceof Uint8Array
            ? Buffer.from(cell).toString('hex')
            : cell === null
              ? null
              : String(cell),
        ),
      ),
    )
    .sort();

if (postgres) {
  test('an installation goes on, on PostgreSQL, where it was', async (t) => {
    const folder = await filled(t);
    const embedded = { COUNTERSIGN_DATA: folder };
    const { url, client, count } = await emptyDatabase(t);
    const there = { ...embedded, DATABASE_URL: url };

    const before = await spawnServer(t, folder);
    const admin = apiAt(before.origin, await logIn(before.origin));
    const person = await enrol(admin);
    const gone: string = (await admin.post('/users')).body.id;
    await admin.delete(`/users/${gone}`);
    const running = await runCountersign(MOVE, there);
    assert.equal(running.code, 1);
    assert.match(running.stderr, /^Another Countersign is running on the data folder .*: stop it/);
    assert.equal(await before.stop(), 0);

    const moved = await runCountersign([...MOVE, '--json'], there);
    assert.deepEqual([moved.code, moved.stderr], [0, '']);
    const report = JSON.parse(moved.stdout);
    assert.equal(report.moved, true);
    assert.ok(report.audit_records > RECORDS && report.seeds_opened === 2, moved.stdout);
    assert.deepEqual(
      [existsSync(join(folder, 'countersign.db')), existsSync(report.set_aside)],
      [false, true],
    );

    // Looked at without the command's own digests.
    const source = new DatabaseSync(report.set_aside, { readOnly: true });
    for (const [table, { rows }] of Object.entries<{ rows: number }>(report.tables)) {
      const [from, to] = [
        source.prepare(`SELECT * FROM "${table}"`).all(),
        await client.query(`SELECT * FROM "${table}"`),
      ];
      assert.equal(from.length, rows, table);
      assert.deepEqual(comparable(to.rows), comparable(from), table);
    }
    const left = source
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all()
      .map(({ name }) => name as string)
      .filter((name) => !(name in report.tables));
    assert.deepEqual(left, ['audit_targets', 'schema_migrations']);
    source.close();
    const off = await client.query(`SELECT 1 FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'`);
    assert.equal(off.rowCount, 0, 'all triggers are on again');

    // On what is left no server starts.
    const refused = await runCountersign(['serve'], embedded);
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
    assert.match(
      refused.stderr,
      /^What was in .* was moved to PostgreSQL: set DATABASE_URL\. To go back .* rename /,
    );
    assert.equal(refused.stderr.trim().split('\n').length, 1);
    assert.match((await runCountersign(['user', 'list'], embedded)).stderr, /was moved to PostgreSQL/);

    // Again.
    const again = await runCountersign(MOVE, there);
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.match(
      again.stdout,
      /^The installation had been moved before: \d+ rows in \d+ tables\.\nEvery row is the same/,
    );
    await client.query('UPDATE credentials_totp SET digits = 8 WHERE id = 1');
    const tampered = await runCountersign(MOVE, there);
    assert.deepEqual([tampered.code, tampered.stdout], [1, '']);
    assert.match(tampered.stderr, /it differs in credentials_totp: somebody changed it/);
    await client.query('UPDATE credentials_totp SET digits = 6 WHERE id = 1');

    // It goes on as if nothing had happened.
    const after = await spawnServer(t, folder, { DATABASE_URL: url });
    const api = apiAt(after.origin, await logIn(after.origin));
    const verify = async (code: string) =>
      (await api.post(`${person.path}/credentials_totp/verify`, { code })).body;
    assert.deepEqual(await verify(person.code), { accepted: false, verified: true, reason: 'already_used' });
    const next = codeAt(person.secret, Date.now() + 30_000);
    assert.deepEqual(await verify(next), { accepted: true, verified: true });
    const recover = async (code?: string) =>
      (await api.post(`${person.path}/recovery_codes/verify`, { code })).body;
    assert.deepEqual(await recover(person.recovery[0]), { accepted: false, remaining: 9 });
    assert.deepEqual(await recover(person.recovery[1]), { accepted: true, remaining: 8 });
    const users = await count('users');
    const { id } = (await api.post('/users')).body;
    assert.ok(Number(id) > Number(gone), 'no id is given twice');
    assert.equal(Number((await client.query('SELECT SUM(users) FROM user_counts')).rows[0].sum), users + 1);
    const about = (await api.get('/audit_events?target_user_id=2&limit=3')).body;
    assert.equal(about.length, 3);
    const audit = await runCountersign(['audit', 'verify', '--json'], there);
    assert.equal(audit.code, 0, audit.stdout);
    assert.ok(JSON.parse(audit.stdout).chain.records > report.audit_records);
    assert.ok(JSON.parse(audit.stdout).heads.heads > 0, 'heads of before and after are in the log');
    assert.equal(await after.stop(), 0);

    const wentOn = await runCountersign(MOVE, there);
    assert.equal(wentOn.code, 1);
    assert.match(
      wentOn.stderr,
      /is in that database already, and a server has run on it since \(it differs in .*instance/,
    );

    // Whoever goes back all the same has an older state.
    renameSync(report.set_aside, join(folder, 'countersign.db'));
    const back = await spawnServer(t, folder);
    const old = apiAt(back.origin, await logIn(back.origin));
    const spent = await old.post(`${person.path}/recovery_codes/verify`, { code: person.recovery[1] });
    assert.deepEqual(spent.body, { accepted: false, remaining: 0 });
    const replayed = await old.post(`${person.path}/credentials_totp/verify`, { code: next });
    assert.equal(replayed.body.accepted, false);
    assert.equal(await back.stop(), 0);
  });

  test('a move that is killed has moved nothing, and can be done again', async (t) => {
    const folder = await filled(t);
    const { url, client, count } = await emptyDatabase(t);
    const there = { COUNTERSIGN_DATA: folder, DATABASE_URL: url };
    await (await openPostgres(url)).close();
    await client.query(
      "ALTER TABLE audit_events ADD CONSTRAINT slow CHECK (id % 1000 <> 7 OR pg_sleep(0.5)::text = '')",
    );
    const started = async () => {
      const command = spawnCommand(MOVE, there);
      const isWriting = async () =>
        (await client.query(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'INSERT INTO "audit_events"%'`))
          .rowCount;
      while (!(await isWriting())) {
        assert.equal(command.process.exitCode, null, command.output.stderr);
        await sleep(5);
      }
      return command;
    };
    const isUntouched = async () => {
      while (
        (
          await client.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          )
        ).rowCount
      )
        await sleep(20);
      for (const table of ['instance', 'users', 'audit_events', 'credentials_totp'])
        assert.equal(await count(table), 0);
      assert.equal(await count('roles'), 4);
      assert.ok(existsSync(join(folder, 'countersign.db')));
    };

    const killed = await started();
    await killed.stop('SIGKILL');
    await isUntouched();
    const interrupted = await started();
    assert.equal(await interrupted.stop('SIGINT'), 1);
    assert.equal(interrupted.output.stderr, 'Broken off. Nothing was moved.\n');
    await isUntouched();

    // Killed after it was set aside, just before PostgreSQL was told to keep it.
    renameSync(join(folder, 'countersign.db'), join(folder, 'countersign.db.moved-to-postgres'));
    await client.query('ALTER TABLE audit_events DROP CONSTRAINT slow');
    const done = await runCountersign(MOVE, there);
    assert.deepEqual([done.code, done.stderr], [0, '']);
    assert.match(done.stdout, /^The installation was moved/);
    assert.ok((await count('audit_events')) > RECORDS);
  });

  test('what is in the way of a move is said before anything is changed', async (t) => {
    const folder = await filled(t);
    const settings = { COUNTERSIGN_DATA: folder };
    const { url, count } = await emptyDatabase(t);
    const there = { ...settings, DATABASE_URL: url };
    const refused = async (said: RegExp, env: Record<string, string>) => {
      const { code, stdout, stderr } = await runCountersign(MOVE, env);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, said);
      assert.ok(existsSync(join(folder, 'countersign.db')));
    };
    await refused(/^DATABASE_URL is missing/, settings);
    await refused(/^There is no embedded database in /, { ...there, COUNTERSIGN_DATA: `${folder}-2` });
    await refused(/^The database that DATABASE_URL names cannot be opened \(/, {
      ...there,
      DATABASE_URL: url.replace(/test_\d+$/, 'nowhere'),
    });

    const early = await runCountersign(['serve'], there);
    assert.deepEqual([early.code, early.stdout], [1, '']);
    assert.match(
      early.stderr,
      /^DATABASE_URL names an empty database, and .* has an installation: move it there/,
    );

    const other = await spawnServer(t, join(scratchFolder(t), 'other'), { DATABASE_URL: url });
    assert.equal(await other.stop(), 0);
    await refused(/has another installation: name an empty one/, there);
    assert.equal(await count('users'), 1);

    const embedded = new DatabaseSync(join(folder, 'countersign.db'));
    embedded.exec("UPDATE users SET last_name = 'Love' || char(0) || 'lace' WHERE id = 2");
    embedded.close();
    const { url: empty, client } = await emptyDatabase(t);
    await refused(
      /cannot keep the character U\+0000, which is in last_name of users \(id 2\)\. Take it out/,
      {
        ...there,
        DATABASE_URL: empty,
      },
    );
    const tables = await client.query(
      "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'",
    );
    assert.equal(tables.rowCount, 0);
  });

  test('what came into the database while a move waited for its turn is not overwritten', async (t) => {
    const folder = await filled(t);
    const { url, client, count } = await emptyDatabase(t);
    await (await openPostgres(url)).close();
    // As one that moves another installation, or migrates, at this moment.
    await client.query('SELECT pg_advisory_lock($1, 0)', [0x4353474e]);
    const moving = runCountersign(MOVE, { COUNTERSIGN_DATA: folder, DATABASE_URL: url });
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()`;
    while (!(await client.query(waits)).rowCount) await sleep(10);
    await client.query("INSERT INTO instance (id, instance_id, created_at) VALUES (1, 'another', 0)");
    await client.query('SELECT pg_advisory_unlock_all()');
    const { code, stderr } = await moving;
    assert.equal(code, 1);
    assert.match(stderr, /has another installation: name an empty one/);
    assert.equal((await client.query('SELECT instance_id FROM instance')).rows[0].instance_id, 'another');
    assert.deepEqual([await count('users'), existsSync(join(folder, 'countersign.db'))], [0, true]);
  });

  // Last, because it sets up the whole server.
  test('when PostgreSQL ends at the last moment neither can be started, and doing it again says how it is', async (t) => {
    const folder = await filled(t);
    const { url, client } = await emptyDatabase(t);
    const there = { COUNTERSIGN_DATA: folder, DATABASE_URL: url };
    await (await openPostgres(url)).close();
    const standby = async (name: string) => {
      await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
      await client.query('SELECT pg_reload_conf()');
    };
    await standby('nowhere');
    const moving = runCountersign(MOVE, there);
    const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = current_database()`;
    let pid: number | undefined;
    while (pid === undefined) {
      pid = (await client.query(waiting)).rows[0]?.pid;
      await sleep(20);
    }
    await client.query('SELECT pg_terminate_backend($1)', [pid]);
    const { code, stdout, stderr } = await moving;
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^It is not known whether PostgreSQL has kept it .* move again to find out\.\n$/);
    assert.match(
      (await runCountersign(['serve'], { COUNTERSIGN_DATA: folder })).stderr,
      /was moved to PostgreSQL/,
    );
    await standby('');
    const again = await runCountersign(MOVE, there);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /^The installation had been moved before/);
  });
}
