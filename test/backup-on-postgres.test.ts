import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { ScheduledBackups } from '../src/archive/scheduled-backups.ts';
import { keptIn } from '../src/backups/kept-backups.ts';
import { readConfig } from '../src/config.ts';
import { openContext } from '../src/context.ts';
import { operator as caller } from '../src/core/operator.ts';
import { sql } from '../src/store/sql.ts';
import { verifyCode } from '../src/two-factor/verify-code.ts';
import { newAgeKey } from './age-keys.ts';
import { codeAt } from './authenticator.ts';
import {
  type Api,
  apiAt,
  logIn,
  metricsOf,
  ownPostgres,
  scratchFolder,
  spawnCommand,
  spawnServer,
} from './harness.ts';
import { addEnrolled, secretOf } from './many-credentials.ts';
import { operator } from './operator.ts';

const MANY = 150;
const STEP_MS = 30_000;
const root = join(import.meta.dirname, '..');
const main = join(root, 'bin/countersign.js');
const log = pino({ level: 'silent' });

const postgres = await ownPostgres();

async function newKey(folder: string, name = 'identity') {
  const { privateKey, publicKey: recipient } = await newAgeKey();
  const file = join(folder, name);
  writeFileSync(file, privateKey);
  return { opened: ['--identity', file], recipient };
}

async function clientOf(t: TestContext, url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  t.after(() => client.end());
  return client;
}

const leftIn = (folder: string) =>
  readdirSync(folder).filter((name) => /backup|unfinished|restoring/.test(name));

if (postgres) {
  const emptyDatabase = async () => postgres.url(await postgres.create());

  test('a backup is taken beside servers that check codes, proved, and restored into either kind of database', async (t) => {
    const scratch = scratchFolder(t);
    const data = join(scratch, 'data');
    const key = await newKey(scratch);
    const file = join(scratch, 'monday.age');
    const url = await emptyDatabase();
    const here = operator({ COUNTERSIGN_DATA: data, DATABASE_URL: url });
    const server = await spawnServer(t, data, { DATABASE_URL: url, COUNTERSIGN_METRICS: '127.0.0.1:0' });
    const admin = apiAt(server.origin, await logIn(server.origin));
    const { id } = (await admin.post('/users', { first_name: 'Ada' })).body;
    const path = `/users/${id}`;
    await admin.post(`${path}/credentials_totp`);
    const { secret } = (await admin.post(`${path}/credentials_totp/enrollment`)).body;
    const nowMs = Date.now();
    const code = (steps: number) => codeAt(secret, nowMs + steps * STEP_MS);
    const verify = async (api: Api, text: string) =>
      (await api.post(`${path}/credentials_totp/verify`, { code: text })).body.accepted;
    const recover = async (api: Api, text?: string) =>
      (await api.post(`${path}/recovery_codes/verify`, { code: text })).body;
    assert.equal(await verify(admin, code(-1)), true, 'accepted before the backup');
    const recovery: string[] = (await admin.post(`${path}/recovery_codes`)).body.codes;
    const context = await openContext(readConfig({ COUNTERSIGN_DATA: data, DATABASE_URL: url }), { log });
    const { first } = await addEnrolled(context, MANY);
    await context.database.close();
    const gone: string = (await admin.post('/users')).body.id;
    await admin.delete(`/users/${gone}`);

    // While codes are checked.
    const people = Array.from({ length: MANY }, (_, index) => first + index);
    let accepted = 0;
    const clients = Promise.all(
      [0, 1, 2, 3].map(async () => {
        for (let user = people.shift(); user; user = people.shift()) {
          const now = codeAt(secretOf(user), Date.now());
          const { body } = await admin.post(`/users/${user}/credentials_totp/verify`, { code: now });
          assert.equal(body.accepted, true);
          accepted++;
        }
      }),
    );
    const taking = here.answer('backup', file, '--recipient', key.recipient, '--with-master-key');
    while (!existsSync(join(data, 'countersign.backup'))) await sleep(2);
    assert.equal(statSync(join(data, 'countersign.backup')).mode & 0o777, 0o600);
    const taken = await taking;
    await clients;
    assert.equal(accepted, MANY);
    assert.deepEqual([taken.counts.users, taken.counts.second_factors], [MANY + 2, MANY + 1]);
    assert.deepEqual(leftIn(data), []);

    assert.equal(await verify(admin, code(0)), true, 'used after the backup');
    assert.equal((await recover(admin, recovery[0])).accepted, true);

    const drill = await here.answer('restore', file, ...key.opened, '--drill');
    assert.deepEqual([drill.proved, drill.remembered, drill.counts], [true, true, taken.counts]);
    assert.equal(drill.audit_records, taken.counts.audit_records);
    const { findings } = await here.answer('doctor');
    const says = (check: string) =>
      findings.find((finding: { check: string }) => finding.check === check)?.says;
    assert.match(says('backup'), /^The newest is of /);
    assert.match(says('restore'), /^Proved restorable at /);
    const metrics = await metricsOf(server);
    assert.match(metrics, /^countersign_backup_age_seconds [\d.]+$/m);
    assert.match(metrics, /^countersign_backup_proof_age_seconds [\d.]+$/m);

    await here.refused(
      /^The database that DATABASE_URL names has an installation: name an empty one\. Nothing was changed\.\n$/,
      ...['restore', file, ...key.opened],
    );
    assert.equal(await server.stop(), 0);

    /** What holds wherever it was restored. @param inSteps When a code is accepted again, which no server waits for. */
    const check = async (settings: { COUNTERSIGN_DATA: string; DATABASE_URL?: string }, inSteps: number) => {
      const { COUNTERSIGN_DATA: at, ...database } = settings;
      const restored = await spawnServer(t, at, database);
      const api = apiAt(restored.origin, await logIn(restored.origin));
      for (const steps of [-1, 0, 1]) assert.equal(await verify(api, code(steps)), false, `step ${steps}`);
      for (const one of recovery.slice(0, 2)) {
        assert.deepEqual(await recover(api, one), { accepted: false, remaining: 0 });
      }
      assert.ok(Number((await api.post('/users')).body.id) > Number(gone), 'no id is given twice');
      const about: { id: string; action: string }[] = (await api.get(`/audit_events?target_user_id=${id}`))
        .body;
      const byId = [...about].sort((one, other) => Number(other.id) - Number(one.id));
      assert.equal(byId[0]?.action, 'use_recovery_code', 'ids go on from the highest');
      assert.equal(about.filter(({ action }) => action === 'start_enrollment').length, 1);
      const [fence] = (await api.get('/audit_events?action=set_fence&outcome=rolled_back')).body;
      assert.equal(fence.action, 'set_fence');
      assert.equal(await restored.stop(), 0);
      const told = operator(settings);
      const audit = await told.answer('audit', 'verify');
      assert.ok(audit.intact && audit.chain.records > taken.counts.audit_records && audit.heads.heads > 0);
      const later = nowMs + inSteps * STEP_MS;
      const then = await openContext(readConfig(settings), { log, clock: () => later });
      const signIn = { code: codeAt(secret, later) };
      assert.equal((await verifyCode(then, caller, Number(id), signIn)).accepted, true);
      assert.equal((await verifyCode(then, caller, Number(id), signIn)).accepted, false);
      // It is of one moment: who was recorded as let in has used a code.
      const [found] = await then.database.all<{ recorded: number; used: number }>(sql`
        SELECT (SELECT COUNT(DISTINCT target_user_id) FROM audit_events
            WHERE action = 'verify_code' AND outcome = 'accepted') AS recorded,
          (SELECT COUNT(*) FROM credentials_totp WHERE last_step >= 0) AS used`);
      assert.equal(found?.recorded, found?.used);
      await then.database.close();
      return told;
    };

    const database = async (name: string, from: string) => {
      const settings = { COUNTERSIGN_DATA: join(scratch, name), DATABASE_URL: await emptyDatabase() };
      const { code, stdout, stderr } = await operator(settings).run('restore', from, ...key.opened);
      assert.equal(code, 0, stderr);
      assert.match(
        stdout,
        /are in the database that DATABASE_URL names: \d+ users, 151 second factors\.\nThe audit/,
      );
      assert.deepEqual(readdirSync(settings.COUNTERSIGN_DATA).sort(), [
        'countersign.keys',
        'countersign.lock',
      ]);
      return settings;
    };
    // Where its log has many chains; and what goes on there, into PostgreSQL again.
    const folder = async () => {
      const settings = { COUNTERSIGN_DATA: join(scratch, 'folder') };
      const { code, stderr } = await operator(settings).run('restore', file, ...key.opened);
      assert.equal(code, 0, stderr);
      const told = await check(settings, 10);
      const second = join(scratch, 'tuesday.age');
      await told.answer('backup', second, '--recipient', key.recipient, '--with-master-key');
      await check(await database('again', second), 20);
    };
    await Promise.all([folder(), database('new', file).then((settings) => check(settings, 10))]);
  });

  test('a backup that is broken off leaves nothing, or the next one takes it away', async (t) => {
    const scratch = scratchFolder(t);
    const data = join(scratch, 'data');
    const url = await emptyDatabase();
    const settings = { COUNTERSIGN_DATA: data, DATABASE_URL: url };
    const { recipient, opened } = await newKey(scratch);
    const server = await spawnServer(t, data, { DATABASE_URL: url });
    assert.equal(await server.stop(), 0);
    const [client, watcher] = [await clientOf(t, url), await clientOf(t, url)];
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    const args = ['backup', join(scratch, 'x.age'), '--recipient', recipient];
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      // So that it waits in the middle of its reading.
      await client.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
      const command = spawnCommand(args, settings);
      while (!(await watcher.query(waiting)).rowCount) await sleep(5);
      const code = await command.stop(signal);
      if (signal === 'SIGINT') {
        assert.deepEqual([code, command.output.stderr], [1, 'Broken off. Nothing is left of it.\n']);
        assert.deepEqual([...leftIn(data), ...leftIn(scratch)], []);
      } else assert.deepEqual(leftIn(data), ['countersign.backup']);
      await client.query('ROLLBACK');
    }
    // As it is before an upgrade, by the program that is newer.
    await client.query('DELETE FROM schema_migrations WHERE version > 25');
    const { answer } = operator(settings);
    await answer(...args);
    assert.deepEqual(leftIn(data), []);
    assert.equal((await answer('restore', join(scratch, 'x.age'), ...opened, '--drill')).proved, true);
  });

  test('of several servers one takes the backup that is due', async (t) => {
    const scratch = scratchFolder(t);
    const to = join(scratch, 'backups');
    const { recipient } = await newKey(scratch);
    const url = await emptyDatabase();
    const clock = { nowMs: Date.parse('2026-11-24T12:00:00Z') };
    const node = async (name: string) => {
      const settings = {
        ...{ COUNTERSIGN_DATA: join(scratch, name), DATABASE_URL: url, COUNTERSIGN_BACKUP_TO: to },
        ...{ COUNTERSIGN_BACKUP_RECIPIENTS: recipient, COUNTERSIGN_BACKUP_KEEP: '2' },
      };
      const context = await openContext(readConfig(settings), { log, clock: () => clock.nowMs });
      assert.ok(context.config.backups);
      const backups = new ScheduledBackups(context, context.config.backups);
      t.after(async () => {
        await backups.stop();
        await context.database.close();
      });
      return { context, backups };
    };
    const one = await node('one');
    cpSync(join(scratch, 'one'), join(scratch, 'other'), { recursive: true });
    const nodes = [one, await node('other')];
    for (let round = 1; round <= 3; round++) {
      await Promise.all(nodes.map(({ backups }) => backups.takeIfDue()));
      await Promise.all(nodes.map(({ backups }) => backups.takeIfDue()));
      const results = nodes.map(({ backups }) => backups.results);
      assert.equal(
        results.reduce((sum, { done }) => sum + done, 0),
        round,
      );
      assert.deepEqual(
        results.map(({ failed }) => failed),
        [0, 0],
      );
      assert.equal(readdirSync(to).length, Math.min(round, 2));
      clock.nowMs += 24 * 3_600_000;
    }
    const kept = await keptIn(one.context.database, to);
    assert.deepEqual(readdirSync(to).sort(), kept.map(({ name }) => name).sort());

    // One that is killed leaves its copy, and the next backup may be another's.
    const left = join(scratch, 'one', 'countersign.backup-due');
    writeFileSync(left, 'of a server that was killed');
    one.backups.start();
    assert.ok(!existsSync(left));
    for (const { backups } of nodes) await backups.takeIfDue();
    assert.deepEqual(
      ['one', 'other'].flatMap((name) => leftIn(join(scratch, name))),
      [],
    );
  });

  test('the commands of docs/postgresql.md for backups work', async (t) => {
    const text = readFileSync(join(root, 'docs/postgresql.md'), 'utf8').split('\n## ');
    const section = text.find((part) => part.startsWith('Backups\n')) ?? '';
    const blocks = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands);
    assert.equal(blocks.length, 3);
    const folder = scratchFolder(t);
    const { recipient } = await newKey(folder, 'backup-key.txt');
    const [data, url] = [join(folder, 'data'), await emptyDatabase()];
    assert.equal(await (await spawnServer(t, data, { DATABASE_URL: url })).stop(), 0);
    const script = `countersign() { node '${main}' "$@"; }\n${blocks.join('')}`;
    const { stdout } = await promisify(execFile)('sh', ['-euc', script], {
      cwd: folder,
      env: {
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        ...{ COUNTERSIGN_DATA: data, DATABASE_URL: url, EMPTY_URL: await emptyDatabase() },
        public_key: recipient,
      },
    });
    assert.match(
      stdout,
      /can be restored: 1 users\..*\nThe data of .* are in the database that DATABASE_URL names/s,
    );

    // Its master key is not in it.
    const empty = await emptyDatabase();
    const restore = ['restore', join(folder, 'monday.age'), '--identity', join(folder, 'backup-key.txt')];
    const elsewhere = { COUNTERSIGN_DATA: join(folder, 'elsewhere'), DATABASE_URL: empty };
    const wrong = { ...elsewhere, COUNTERSIGN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    await operator(wrong).refused(/^The COUNTERSIGN_MASTER_KEY/, ...restore);
    await operator(elsewhere).refused(/^The master key is not in the backup, and there is no /, ...restore);
    assert.deepEqual(readdirSync(elsewhere.COUNTERSIGN_DATA), ['countersign.lock']);
    const tables = await (await clientOf(t, empty)).query(
      "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'",
    );
    assert.equal(tables.rowCount, 0);
  });
}
