import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
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
}
