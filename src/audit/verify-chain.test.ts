import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { needsEmbedded, scratchFolder, startInProcess, type TestServer } from '../../test/harness.ts';
import { keySource } from '../config.ts';
import { openToRead } from '../context.ts';
import { sql } from '../store/sql.ts';
import { type Head, headPublicKey, signHead } from './head.ts';
import { recordEvent } from './record-event.ts';
import { verifyChain, verifyHeads } from './verify-chain.ts';

async function* linesOf(...heads: (Head | string)[]): AsyncGenerator<string> {
  for (const head of heads) yield typeof head === 'string' ? head : JSON.stringify(head);
}

/** The head of the chain as it is now. */
async function headOf({ context }: TestServer): Promise<Head> {
  const newest = await context.database.get<{ id: number; chain: number; hash: Uint8Array }>(
    sql`SELECT id, chain, hash FROM audit_events ORDER BY id DESC LIMIT 1`,
  );
  const { id = 0, chain = 1, hash = new Uint8Array() } = newest ?? {};
  const at = { instance_id: context.keys.instanceId, chain, id, hash: Buffer.from(hash).toString('hex') };
  return signHead(context.auditKey, at, context.clock());
}

/** A log with every column filled, a head of its end, and what checking a copy of it says. */
async function filled(t: TestContext) {
  const server = await startInProcess(t);
  const { context, admin } = server;
  const { id } = (await admin.post('/users', { first_name: 'Ada' })).body;
  const token = (await admin.post(`/login/${id}`)).body.access_token;
  await server.as(token).patch('/session', { workspace_id: 'dev' });
  await context.database.transaction((tx) =>
    recordEvent(tx, 1_000, {
      action: 'add_group_user',
      actor: {
        userId: 3,
        sudoUserId: 1,
        apiKeyId: 1,
        tokenDigest: new Uint8Array(),
        permissions: new Set(),
        source: '::1',
      },
      targetUserId: 3,
      targetGroupId: 4,
      detail: 'Größe 🔑',
    }),
  );
  for (const name of ['G', 'H', 'I']) await admin.post('/groups', { name });
  const head = await headOf(server);
  const folder = scratchFolder(t);
  const original = join(folder, 'original.db');
  const database = new DatabaseSync(join(context.config.dataFolder, 'countersign.db'), { readOnly: true });
  database.exec(`VACUUM INTO '${original}'`);
  database.close();

  let copies = 0;
  const checkAfter = async (tamper: string) => {
    const copy = join(folder, String(copies++));
    mkdirSync(copy);
    copyFileSync(original, join(copy, 'countersign.db'));
    copyFileSync(join(context.config.dataFolder, 'countersign.keys'), join(copy, 'countersign.keys'));
    const attacker = new DatabaseSync(join(copy, 'countersign.db'));
    attacker.exec('DROP TRIGGER audit_events_stay; DROP TRIGGER audit_events_are_kept');
    attacker.exec(tamper);
    attacker.close();
    const {
      database: reader,
      auditKeys: keys,
      instanceId,
    } = await openToRead({ dataFolder: copy }, keySource({}, copy));
    const chain = await verifyChain(reader, keys);
    const heads = await verifyHeads(reader, { keys, instanceId, lines: linesOf(head) });
    await reader.close();
    return { chain, heads };
  };
  const rows = new DatabaseSync(original, { readOnly: true });
  const columns = rows.prepare('PRAGMA table_info(audit_events)').all() as { name: string; type: string }[];
  const ids = rows.prepare('SELECT id FROM audit_events ORDER BY id').all() as { id: number }[];
  rows.close();
  return { checkAfter, columns, last: ids.length, full: 6, head };
}

test('whatever is changed in whichever record, moved, put in or taken out, is noticed', {
  skip: needsEmbedded(),
}, async (t) => {
  const { checkAfter, columns, last, full } = await filled(t);
  const untouched = await checkAfter('');
  assert.deepEqual(untouched.chain, { records: last });
  assert.deepEqual(untouched.heads, { heads: 1, unreadable: 0 });

  const broken = async (tamper: string) => (await checkAfter(tamper)).chain.broken;
  for (const { name, type } of columns) {
    const changed =
      type === 'INTEGER' ? `${name} + 100` : type === 'BLOB' ? 'randomblob(32)' : `${name} || 'x'`;
    const at = (await broken(`UPDATE audit_events SET ${name} = ${changed} WHERE id = ${full}`))?.id;
    assert.ok(at === full || (name === 'id' && at === full + 1), `${name}: ${at}`);
    const empty = type === 'INTEGER' ? '0' : type === 'BLOB' ? "x''" : "''";
    const emptied = `UPDATE audit_events SET ${name} = ${empty} WHERE id = ${full}`;
    assert.ok(await broken(emptied), `${name} emptied`);
  }
  const gone = await broken('UPDATE audit_events SET target_group_id = NULL WHERE id = 6');
  assert.deepEqual(gone, { id: 6, why: 'it was changed, moved or put in' });
  assert.ok(await broken("UPDATE audit_events SET detail = '' WHERE id = 2"), 'empty is not nothing');

  assert.deepEqual(await broken('DELETE FROM audit_events WHERE id IN (3, 4)'), {
    id: 5,
    why: 'records 3 to 4 are missing, or it was changed, moved or put in',
  });
  assert.equal((await broken('DELETE FROM audit_events WHERE id = 1'))?.id, 2);
  const closedGap = 'DELETE FROM audit_events WHERE id = 3; UPDATE audit_events SET id = id - 1 WHERE id > 3';
  assert.equal((await broken(closedGap))?.id, 3);
  const swapped = `UPDATE audit_events SET id = 99 WHERE id = 3; UPDATE audit_events SET id = 3 WHERE id = 4;
    UPDATE audit_events SET id = 4 WHERE id = 99`;
  assert.equal((await broken(swapped))?.id, 3);
  const all = columns.map(({ name }) => name).filter((name) => name !== 'id');
  const putIn = `INSERT INTO audit_events (${all}) SELECT ${all} FROM audit_events WHERE id = 2`;
  assert.equal((await broken(putIn))?.id, last + 1);
});

test('an end that is cut off is noticed where a signed head is kept, and nowhere else', {
  skip: needsEmbedded(),
}, async (t) => {
  const { checkAfter, last, head } = await filled(t);
  const cut = await checkAfter(`DELETE FROM audit_events WHERE id >= ${last - 1}`);
  assert.deepEqual(cut.chain, { records: last - 2 });
  assert.match(cut.heads.broken?.why ?? '', /the end was cut off/);
  const emptied = await checkAfter('DELETE FROM audit_events');
  assert.deepEqual(emptied.chain, { records: 0 });
  assert.equal(emptied.heads.broken?.line, 1);
  assert.equal(head.id, last);
});

test('a head holds only as it was signed, and a line that a power cut left is passed over', async (t) => {
  const server = await startInProcess(t);
  await server.admin.post('/groups', { name: 'G' });
  const head = await headOf(server);
  const { context } = server;
  const keys = new Map([[1, context.auditKey]]);
  const check = (...heads: (Head | string)[]) =>
    verifyHeads(context.database, { keys, instanceId: context.keys.instanceId, lines: linesOf(...heads) });
  assert.deepEqual(await check('{"chain":1,"id', '', head, head), { heads: 2, unreadable: 1 });
  for (const change of [
    { id: head.id - 1 },
    { hash: '00'.repeat(32) },
    { chain: head.chain + 1 },
    { signed_at: '2020-01-01T00:00:00.000Z' },
    { instance_id: 'another' },
    { audit_key_id: 2 },
    { signature: head.signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) },
    { signature: '' },
  ]) {
    const { broken } = await check(head, { ...head, ...change });
    assert.deepEqual(broken, { line: 2, why: 'this installation did not sign it' }, JSON.stringify(change));
  }
});

test('others check a head with the public key alone', async (t) => {
  const server = await startInProcess(t);
  const head = await headOf(server);
  const signed = ['audit-head-v1', head.instance_id, head.chain, head.id, head.hash, head.signed_at, 1]
    .map(String)
    .map((value) => `${value.length}:${value}`)
    .join('');
  const publicKey = createPublicKey(headPublicKey(server.context.auditKey));
  assert.ok(verify(null, Buffer.from(signed), publicKey, Buffer.from(head.signature, 'base64url')));
});

test('what is undone leaves no gap in the chain, alone or among others that are kept', async (t) => {
  const { context } = await startInProcess(t);
  const { database, auditKey } = context;
  const record = (action: 'login' | 'logout', fail = false) =>
    database.transaction(async (tx) => {
      await recordEvent(tx, 1_000, { action, actor: null });
      if (fail) throw new Error('undone');
      // Not waited for one by one.
      await Promise.all([1, 2, 3].map(() => recordEvent(tx, 1_000, { action, actor: null })));
    });
  const whole = () => verifyChain(database, new Map([[1, auditKey]]));
  const before = (await whole()).records;
  const together = [
    record('login'),
    record('logout', true),
    record('login'),
    record('logout', true),
    record('login'),
  ];
  assert.equal((await Promise.allSettled(together)).filter(({ status }) => status === 'rejected').length, 2);
  assert.deepEqual(await whole(), { records: before + 12 });

  if (needsEmbedded()) return;
  // A commit that fails undoes everybody's work.
  const doomed = database.transaction(async (tx) => {
    await tx.run(sql`PRAGMA defer_foreign_keys = ON`);
    await tx.run(sql`INSERT INTO user_roles (user_id, role_id) VALUES (99, 99)`);
  });
  const failed = await Promise.allSettled([record('login'), doomed, record('logout')]);
  assert.ok(failed.every(({ status }) => status === 'rejected'));
  await record('login');
  assert.deepEqual(await whole(), { records: before + 16 });
});

test('records are not changed or deleted by mistake', async (t) => {
  const { context } = await startInProcess(t);
  const run = (query: ReturnType<typeof sql>) => context.database.transaction((tx) => tx.run(query));
  await assert.rejects(run(sql`UPDATE audit_events SET outcome = 'x'`), /never changed/);
  await assert.rejects(run(sql`DELETE FROM audit_events`), /never deleted/);
});
