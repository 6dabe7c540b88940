import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/store/sql.ts';
import { someone } from '../enrolled.ts';
import { needsEmbedded, startInProcess } from '../harness.ts';

test('secrets and the database they are in', async (t) => {
  const server = await startInProcess(t);
  const { app, admin, context } = server;
  const { database } = context;
  const change = (statement: ReturnType<typeof sql>) => database.transaction((tx) => tx.run(statement));
  const read = <Row extends object>(statement: ReturnType<typeof sql>) =>
    database.transaction((tx) => tx.get<Row>(statement));
  /** In the process, not held to the specification: a row that was tampered with is an error of the server. */
  const verify = async (path: string, code: string) =>
    (
      await app.inject({
        method: 'POST',
        url: `/api/4.0${path}/verify`,
        headers: { authorization: `Bearer ${server.adminToken}` },
        payload: { code },
      })
    ).statusCode;

  await t.test(
    'CVE-2021-23451 (devise-two-factor, otp-generator): a seed is short, or not from chance',
    async () => {
      const secrets = new Set<string>();
      const { enroll } = await someone(server);
      for (let times = 0; times < 50; times++) secrets.add((await enroll()).secret);
      assert.equal(secrets.size, 50);
      for (const secret of secrets) assert.match(secret, /^[A-Z2-7]{32}$/, '160 bits');
    },
  );

  await t.test(
    'Secure-FTP-WEB 14, blot 1856, wpmgr 215, CELERITY 109, gitea 16832: a seed that does not open counts as no second factor',
    async () => {
      for (const damage of [sql`sealed_seed = ${Buffer.alloc(1)}`, sql`sealed_seed = ${Buffer.alloc(64)}`]) {
        const { id, path, code } = await someone(server);
        await change(sql`UPDATE credentials_totp SET ${damage} WHERE user_id = ${Number(id)}`);
        for (const sent of [code(), '000000']) assert.equal(await verify(path, sent), 500);
        assert.equal((await admin.get(path)).body.verified, false);
      }
    },
  );

  await t.test('optio 302, agent-studio 49: the seed of one row works in another', async () => {
    const mine = await someone(server);
    for (const moved of [
      sql`sealed_seed = (SELECT sealed_seed FROM credentials_totp WHERE user_id = ${Number(mine.id)})`,
      sql`digits = 8`,
      sql`period = 60`,
      sql`algorithm = 'SHA256'`,
    ]) {
      const victim = await someone(server);
      await change(sql`UPDATE credentials_totp SET ${moved} WHERE user_id = ${Number(victim.id)}`);
      const sent = moved.text.includes('digits') ? '00000000' : mine.code();
      assert.equal(await verify(victim.path, sent), 500);
    }
    assert.equal((await mine.verify(mine.code())).accepted, true);
  });

  await t.test(
    'the WAL-reset bug (SQLite 3.7.0 to 3.51.2): the library can lose what it was told to keep',
    { skip: needsEmbedded() },
    async () => {
      const { version = '' } =
        (await read<{ version: string }>(sql`SELECT sqlite_version() AS version`)) ?? {};
      const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
      assert(major * 1e6 + minor * 1e3 + patch >= 3_051_003, version);
    },
  );

  await t.test(
    'better-sqlite3 (synchronous NORMAL): a power cut loses what was answered',
    { skip: needsEmbedded() },
    async () => {
      assert.deepEqual({ ...(await read<object>(sql`PRAGMA synchronous`)) }, { synchronous: 2 });
      assert.deepEqual({ ...(await read<object>(sql`PRAGMA journal_mode`)) }, { journal_mode: 'wal' });
    },
  );
});
