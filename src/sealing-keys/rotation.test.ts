import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { codeAt } from '../../test/authenticator.ts';
import { needsEmbedded, scratchFolder, startInProcess, type TestServer } from '../../test/harness.ts';
import { addEnrolled } from '../../test/many-credentials.ts';
import { sql } from '../store/sql.ts';
import { deleteCredential } from '../two-factor/queries.ts';
import { listKeys } from './list-keys.ts';
import { sealedPlaces } from './queries.ts';
import { Resealing } from './resealing.ts';
import { rotateKey } from './rotate-key.ts';

const rotate = ({ context }: TestServer) => rotateKey(context, new Resealing(context), () => undefined);

test('a rotation knows every column that something sealed is in', { skip: needsEmbedded() }, async (t) => {
  const { context } = await startInProcess(t);
  const database = new DatabaseSync(join(context.config.dataFolder, 'countersign.db'), { readOnly: true });
  t.after(() => database.close());
  const query = (text: string, ...values: string[]) =>
    database.prepare(text).all(...values) as Record<string, string>[];
  const tables = query("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => String(name));
  const keys = tables.flatMap((table) =>
    query('SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = \'sealing_keys\'', table).map(
      ({ from }) => `${table}.${from}`,
    ),
  );
  const sealed = tables.flatMap((table) =>
    query('SELECT name FROM pragma_table_info(?)', table)
      .map(({ name }) => `${table}.${name}`)
      .filter((column) => /\.sealed_|_seed$/.test(column)),
  );
  const known = Object.values(sealedPlaces);
  assert.deepEqual(keys.sort(), known.map(({ table, key }) => `${table.text}.${key.text}`).sort());
  assert.deepEqual(sealed.sort(), Object.keys(sealedPlaces).sort());
  assert.deepEqual(
    Object.keys(sealedPlaces),
    known.map(({ table, sealed }) => `${table.text}.${sealed.text}`),
  );
});

/** What is sealed in `test/fixtures/before-data-keys.sql`. */
const ADA_SECRET = 'MQIGQX34W2WI4WOUTA6ZASMSUXFC3ETO';
const BOB_SECRET = 'LVVRWAFEPMLSTJYX573V5B5LVI7AOMVD';
const BOB_REPLACED_SECRET = 'LKDSDMAV2BOOMWFKE73VFU55K6YLS3FI';

/** A server on a copy of a database whose key file has sealed until now. */
async function startOnOld(t: TestContext): Promise<TestServer> {
  const folder = scratchFolder(t);
  const data = join(import.meta.dirname, '../../test/fixtures/before-data-keys');
  const database = new DatabaseSync(join(folder, 'countersign.db'));
  database.exec(readFileSync(`${data}.sql`, 'utf8'));
  database.close();
  writeFileSync(join(folder, 'countersign.keys'), readFileSync(`${data}.keys`), { mode: 0o600 });
  return startInProcess(t, { COUNTERSIGN_DATA: folder });
}

/** That everything opens which is sealed in the old database. Takes a new code for each time. */
async function assertNothingLost({ admin, clock, context }: TestServer): Promise<void> {
  clock.nowMs += 30_000;
  const verify = async (userId: number, secret: string) =>
    (await admin.post(`/users/${userId}/credentials_totp/verify`, { code: codeAt(secret, clock.nowMs) }))
      .body;
  assert.deepEqual(await verify(2, ADA_SECRET), { accepted: true, verified: true });
  const { accepted, reason } = await verify(3, BOB_REPLACED_SECRET);
  assert.equal(accepted, false);
  assert.equal(reason, 'replaced');
  const cityOf = async (id: number) =>
    (await admin.get(`/users/${id}/attribute_values?user_attribute_ids=7&fields=value,source`)).body;
  assert.deepEqual(await cityOf(2), [{ value: 'Vigo', source: 'User' }]);
  assert.deepEqual(await cityOf(3), [{ value: 'Sevilla', source: 'Group: Staff' }]);
  assert.deepEqual(await cityOf(1), [{ value: 'Madrid', source: 'Default' }]);
  const tokens = await context.database.all(sql`SELECT 1 FROM user_attribute_values WHERE attribute_id = 8`);
  assert.equal(tokens.length, 1);
}

test('a database that the key file itself has sealed opens, and is sealed anew with nothing lost', {
  skip: needsEmbedded(),
}, async (t) => {
  const server = await startOnOld(t);
  const { context, admin, clock } = server;
  const [current, old] = await listKeys(context.database);
  assert.deepEqual([current?.values, old?.key_id, old?.values], [0, '3569205f', 8]);

  assert.equal(await new Resealing(context).run(), true);
  const keys = await listKeys(context.database);
  // But for the replaced seed: it explained wrong codes while somebody enrolled.
  assert.deepEqual(
    keys.map(({ key_id, values }) => [key_id, values]),
    [[current?.key_id, 7]],
  );
  const unsalted = await context.database.all(
    sql`SELECT 1 FROM credentials_totp WHERE sealed_seed IS NOT NULL AND salt_id IS NULL`,
  );
  assert.deepEqual(unsalted, []);

  const bob = async (secret: string) =>
    (await admin.post('/users/3/credentials_totp/verify', { code: codeAt(secret, clock.nowMs) })).body;
  assert.deepEqual(await bob(BOB_SECRET), { accepted: true, verified: true });
});

test('everything that is sealed opens before, during and after a rotation, and the key before is gone', {
  skip: needsEmbedded(),
}, async (t) => {
  const server = await startOnOld(t);
  const { context, admin } = server;
  await assertNothingLost(server);
  await context.database.transaction(async (tx) => {
    await tx.run(sql`UPDATE credentials_totp SET burst_spent_until = 0, long_term_spent_until = 0`);
  });
  await new Resealing(context).run();
  // A seed that is replaced now has its salt apart.
  const { secret } = (await admin.post('/users/3/credentials_totp/enrollment')).body;
  const [before] = await listKeys(context.database);

  const { key_id, finished, total, resealed, unreadable } = await rotate(server);
  assert.deepEqual(
    { finished, total, resealed, unreadable },
    { finished: true, total: 8, resealed: 8, unreadable: 0 },
  );
  const keys = await listKeys(context.database);
  assert.deepEqual(
    keys.map((key) => [key.key_id, key.values]),
    [[key_id, 8]],
  );

  server.clock.nowMs += 30_000;
  const verify = async (code: string) =>
    (await admin.post('/users/3/credentials_totp/verify', { code })).body;
  assert.equal((await verify(codeAt(BOB_SECRET, server.clock.nowMs))).reason, 'replaced');
  assert.deepEqual(await verify(codeAt(secret, server.clock.nowMs)), { accepted: true, verified: true });

  const events = (await admin.get('/audit_events?action=%25_key&fields=action,detail,source&limit=2')).body;
  assert.deepEqual(events, [
    { action: 'drop_key', detail: `key ${before?.key_id}`, source: null },
    { action: 'rotate_key', detail: `key ${key_id}`, source: 'operator' },
  ]);
});

test('what does not open keeps its key, and all else goes on', async (t) => {
  const server = await startInProcess(t);
  const { context, admin } = server;
  const people = await addEnrolled(context, 120);
  const spoilt = people.first + 60;
  const [before] = await listKeys(context.database);
  await context.database.transaction((tx) =>
    tx.run(sql`UPDATE credentials_totp SET sealed_seed = ${Buffer.from([2, 0])} WHERE user_id = ${spoilt}`),
  );
  const first = await rotate(server);
  assert.deepEqual([first.resealed, first.unreadable], [120, 1]);
  assert.deepEqual(
    (await listKeys(context.database)).map(({ key_id, values }) => [key_id, values]),
    [
      [first.key_id, 120],
      [before?.key_id, 1],
    ],
  );
  await admin.delete(`/users/${spoilt}/credentials_totp`);
  const second = await rotate(server);
  assert.deepEqual([second.resealed, second.unreadable], [120, 0]);
  assert.deepEqual(
    (await listKeys(context.database)).map(({ key_id }) => key_id),
    [second.key_id],
  );
});

test('two rotations at once end with one key', async (t) => {
  const server = await startInProcess(t);
  const { context } = server;
  await addEnrolled(context, 200);
  const resealing = new Resealing(context);
  await Promise.all([1, 2].map(() => rotateKey(context, resealing, () => undefined)));
  assert.deepEqual(
    (await listKeys(context.database)).map(({ values }) => values),
    [201],
  );
});

test('of a deleted or replaced seed nothing is left in the files that opens it', {
  skip: needsEmbedded(),
}, async (t) => {
  const server = await startInProcess(t);
  const { context, admin } = server;
  const { database } = context;
  const { first, count } = await addEnrolled(context, 1_500);
  const { salts: replaced } = await saltsIn(server);
  const restarted = (await admin.post('/users', { first_name: 'Restarts' })).body.id;
  await admin.post(`/users/${restarted}/credentials_totp`);
  for (let times = 0; times < 3; times++) await admin.post(`/users/${restarted}/credentials_totp/enrollment`);

  const everyone = Array.from({ length: count }, (_, index) => first + index);
  const gone = everyone.filter((id) => id % 7 !== 0);
  const [byOperation, ofUser, others] = [gone.slice(0, 10), gone.slice(10, 20), gone.slice(20)];
  for (const id of byOperation) await admin.delete(`/users/${id}/credentials_totp`);
  for (const id of ofUser) await admin.delete(`/users/${id}`);
  for (let from = 0; from < others.length; from += 100) {
    await database.transaction(async (tx) => {
      for (const id of others.slice(from, from + 100)) await tx.run(deleteCredential(id));
    });
  }
  await database.eraseRemains();

  const { salts: kept, bytes } = await saltsIn(server);
  const left = new Set(kept.map(({ salt }) => salt));
  assert.equal(left.size, count - gone.length + 2, 'those who stayed, and two of who restarted');
  const erased = replaced.filter(({ salt }) => !left.has(salt));
  assert.equal(erased.length, gone.length);
  assert.deepEqual(
    erased.filter(({ salt }) => bytes.includes(salt.slice(0, 12)) || bytes.includes(salt.slice(-12))),
    [],
  );
  assert.ok(
    kept.every(({ salt }) => bytes.includes(salt)),
    'the search finds what is there',
  );
});

/** The salts that are not erased, and all bytes of the database's files, in Latin-1. */
async function saltsIn({ context }: TestServer) {
  const folder = context.config.dataFolder;
  const rows = await context.database.all<{ id: number; salt: Uint8Array }>(
    sql`SELECT id, salt FROM seed_salts`,
  );
  const salts = rows
    .filter(({ salt }) => salt.some((byte) => byte !== 0))
    .map(({ id, salt }) => ({ id, salt: Buffer.from(salt).toString('latin1') }));
  const bytes = readdirSync(folder)
    .filter((name) => name.startsWith('countersign.db'))
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');
  return { salts, bytes };
}
