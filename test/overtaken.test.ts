import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeRoom } from '../src/lockouts/lockout.ts';
import { loginAttempt } from '../src/lockouts/login-attempt.ts';
import { SourceBudget } from '../src/source-budgets/source-budget.ts';
import { sql } from '../src/store/sql.ts';
import { findCredential } from '../src/two-factor/find-credential.ts';
import { sealSeedOf } from '../src/two-factor/seed.ts';
import { codeAt } from './authenticator.ts';
import { someone } from './enrolled.ts';
import { startInProcess, type TestServer, usePostgres } from './harness.ts';
import { givePassword, newBrowser, newPerson } from './person.ts';

/** Another connection to a server's database, with a transaction that goes on until the test ends it. */
async function another(t: TestContext, { context }: TestServer): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: context.config.databaseUrl?.reveal() });
  // The database is dropped at the end.
  client.on('error', () => undefined);
  await client.connect();
  t.after(() => client.end());
  await client.query('BEGIN');
  return client;
}

/** Waits until so many wait for another's transaction to end. */
async function waiting(client: pg.Client, count = 1): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    // A transaction looks once, and then remembers.
    await client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await client.query(
      "SELECT COUNT(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (Number(rows[0].count) >= count) return;
    await sleep(20);
  }
  assert.fail('nobody waits');
}

if (await usePostgres()) {
  test('a code that waits while its seed is replaced is held against the new seed', async (t) => {
    const server = await startInProcess(t);
    const { context } = server;
    const { id, verify, code } = await someone(server);
    const client = await another(t, server);
    await client.query('SELECT id FROM credentials_totp WHERE user_id = $1 FOR UPDATE', [id]);
    const answer = verify(code());
    await waiting(client);
    const before = await findCredential(context.database, Number(id));
    const seed = Buffer.alloc(20, 7);
    const salted = await context.database.transaction((tx) => sealSeedOf(context.keys, tx, before, seed));
    await client.query(
      'UPDATE credentials_totp SET sealed_seed = $1, key_id = $2, salt_id = $3 WHERE user_id = $4',
      [Buffer.from(salted.sealed), salted.keyId, salted.saltId, id],
    );
    await client.query('COMMIT');
    const { accepted, message } = await answer;
    assert.deepEqual([accepted, message], [false, undefined]);
  });

  test('codes of others are checked while one waits for its credential', async (t) => {
    const server = await startInProcess(t);
    const people = await Promise.all(Array.from({ length: 8 }, () => someone(server)));
    const [held, ...others] = people as [Awaited<ReturnType<typeof someone>>, ...typeof people];
    const client = await another(t, server);
    await client.query('SELECT id FROM credentials_totp WHERE user_id = $1 FOR UPDATE', [held.id]);
    const late = held.verify(held.code());
    const answers = await Promise.all(others.map(({ verify, code }) => verify(code())));
    assert.deepEqual(
      answers.map(({ accepted }) => accepted),
      others.map(() => true),
    );
    await waiting(client);
    await client.query('COMMIT');
    assert.equal((await late).accepted, true);
  });

  test('no session without a second factor outlives the first code, however they meet', async (t) => {
    const server = await startInProcess(t);
    const { admin, clock } = server;
    const { id } = await newPerson(server);
    const path = `/users/${id}/credentials_totp`;
    await admin.post(path);
    const { secret } = (await admin.post(`${path}/enrollment`)).body;
    // As one is that they chose themselves: until its first code a password is enough.
    await server.context.database.transaction((tx) =>
      tx.run(sql`UPDATE credentials_totp SET chosen_at = ${clock.nowMs} WHERE user_id = ${Number(id)}`),
    );
    const client = await another(t, server);
    await client.query('SELECT user_id FROM credentials_email WHERE user_id = $1 FOR UPDATE', [id]);
    const signedIn = givePassword(newBrowser(server.app), 'ada@example.com');
    await waiting(client);
    const verified = admin.post(`${path}/verify`, { code: codeAt(secret, clock.nowMs) });
    await Promise.race([verified, waiting(client, 2).catch(() => undefined)]);
    await client.query('COMMIT');
    await signedIn;
    assert.equal((await verified).body.accepted, true);
    assert.deepEqual((await admin.get(`/users/${id}/sessions`)).body, []);
  });

  const renewed = {
    'begins anew':
      'UPDATE login_lockouts SET fail_count = 1, expires_at = expires_at + 300000 WHERE key = $1',
    locks: 'UPDATE login_lockouts SET fail_count = 4, lockout_at = expires_at - 1 WHERE key = $1',
  };
  for (const [what, change] of Object.entries(renewed)) {
    test(`a row of failures that ${what} while old ones are cleared away stays`, async (t) => {
      const server = await startInProcess(t);
      const { database, clock } = server.context;
      const nowMs = clock();
      const failed = (key: string, expiresAtMs: number) => sql`
        INSERT INTO login_lockouts (key, auth_type, network, ip, fail_count, expires_at)
        VALUES (${key}, 'api', '192.0.2.1', '192.0.2.1', 3, ${expiresAtMs})`;
      await database.transaction(async (tx) => {
        await tx.run(failed('oldest', what === 'locks' ? nowMs + 1 : nowMs - 1));
        for (let n = 0; n < 1_000; n++) await tx.run(failed(`newer ${n}`, nowMs + 60_000));
      });
      const client = await another(t, server);
      await client.query(change, ['oldest']);
      const cleared = makeRoom(database, nowMs, loginAttempt('api', 'somebody', '192.0.2.1'));
      await waiting(client);
      await client.query('COMMIT');
      await cleared;
      assert.ok(await database.get(sql`SELECT 1 FROM login_lockouts WHERE key = 'oldest'`));
    });
  }

  test('what a place pays while others clear away is not given back', async (t) => {
    const server = await startInProcess(t);
    const { database, clock } = server.context;
    const nowMs = clock();
    // It has been full for as long as it is kept.
    const HOUR_MS = 3_600_000;
    await database.transaction((tx) =>
      tx.run(
        sql`INSERT INTO source_budgets (source, spent_until) VALUES ('network 192.0.2.9', ${nowMs - HOUR_MS - 1})`,
      ),
    );
    const client = await another(t, server);
    await client.query('UPDATE source_budgets SET spent_until = $1', [nowMs + 60_000]);
    const caller = { apiKeyId: 0, source: '192.0.2.1' } as ConstructorParameters<typeof SourceBudget>[0];
    const paid = database.transaction(
      (tx) => new SourceBudget(caller, 60).charge(tx, nowMs),
      'read committed',
    );
    await waiting(client);
    await client.query('COMMIT');
    await paid;
    const sources = await database.all<{ source: string }>(sql`SELECT source FROM source_budgets`);
    assert.equal(sources.length, 2);
  });

  test('parameters of DATABASE_URL do not take the place of what a server asks of its sessions', async (t) => {
    const { context } = await startInProcess(t);
    const url = `${context.config.databaseUrl?.reveal()}?options=-c%20geqo%3Doff%20-c%20synchronous_commit%3Doff`;
    const { openPostgres } = await import('../src/store/postgres.ts');
    const database = await openPostgres(url);
    try {
      const found = await database.get(sql`
        SELECT current_setting('synchronous_commit') AS durable, current_setting('geqo') AS own,
          current_setting('statement_timeout') AS timeout`);
      assert.deepEqual(found, { durable: 'on', own: 'off', timeout: '8s' });
    } finally {
      await database.close();
    }
  });
}
