import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someone } from '../../test/enrolled.ts';
import { startInProcess } from '../../test/harness.ts';
import { recordEvent } from '../audit/record-event.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { readAuditKeys } from '../keys/audit-key.ts';
import { sql } from './sql.ts';

test('what is refused after it has written leaves nothing, and takes nothing of those it is committed with', async (t) => {
  const { admin, context } = await startInProcess(t);
  const newUser = async () => `/users/${(await admin.post('/users', {})).body.id}/credentials_totp`;
  const spent = await newUser();
  // Sixty changes are allowed at once.
  for (let change = 0; change < 60; change++) {
    assert.equal((await admin.post(spent)).status, 200);
    assert.equal((await admin.delete(spent)).status, 204);
  }
  const others = await Promise.all(Array.from({ length: 6 }, newUser));
  const created = () =>
    context.database.get<{ count: number }>(
      sql`SELECT COUNT(*) AS count FROM audit_events WHERE action = 'create_two_factor'`,
    );
  const before = (await created())?.count ?? 0;

  const paths = [...others.slice(0, 3), spent, '/users/999/credentials_totp', ...others.slice(3), spent];
  const answers = await Promise.all(paths.map((path) => admin.post(path)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 429, 404, 200, 200, 200, 429],
  );
  assert.equal((await admin.get(spent)).status, 404, 'the refused credential is not there');
  for (const path of others) assert.equal((await admin.get(path)).status, 200);
  assert.equal((await created())?.count, before + 6, 'each of the others is recorded once');
  const keys = await readAuditKeys(context.database, context.keys);
  assert.equal((await verifyChain(context.database, keys)).broken, undefined);
});

test('of many codes that come at once, each is judged by itself and recorded once', async (t) => {
  const server = await startInProcess(t);
  const { admin, context, clock } = server;
  const people = await Promise.all(Array.from({ length: 40 }, () => someone(server)));
  for (const { verify, code } of people) assert.equal((await verify(code())).accepted, true);
  clock.nowMs += 60_000;
  const disabled = people[3]?.path;
  assert.equal((await admin.patch(String(disabled), { is_disabled: true })).status, 200);
  const count = async () =>
    (
      await context.database.get<{ count: number }>(
        sql`SELECT COUNT(*) AS count FROM audit_events WHERE action = 'verify_code'`,
      )
    )?.count ?? 0;
  const before = await count();

  const nobody = admin.post('/users/999/credentials_totp/verify', { code: '123456' });
  const malformed = admin.post(`${people[0]?.path}/verify`, { code: '12' });
  const answers = await Promise.all(
    people.flatMap(({ send, code, wrong }, index) => [
      send(index % 4 === 1 ? wrong() : code()),
      send(code()),
    ]),
  );
  assert.deepEqual([(await nobody).status, (await malformed).status], [404, 422]);
  const accepted = people.map((_, index) =>
    answers.slice(index * 2, index * 2 + 2).map(({ body }) => body.accepted),
  );
  for (const [index, both] of accepted.entries()) {
    const expected = index === 3 ? 0 : 1;
    assert.equal(both.filter(Boolean).length, expected, `person ${index}: ${both}`);
    if (index % 4 === 1) assert.equal(both[0], false, 'the wrong code');
  }
  assert.equal(await count(), before + 80);
  const keys = await readAuditKeys(context.database, context.keys);
  assert.equal((await verifyChain(context.database, keys)).broken, undefined);
});

test('one that fails after it has written takes nothing of the others with it', async (t) => {
  const { context } = await startInProcess(t);
  const { database, clock } = context;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6 }, (_, index) =>
      database.transaction(async (tx) => {
        await recordEvent(tx, clock(), { action: 'verify_code', outcome: `test ${index}`, actor: null });
        if (index === 2) throw new Error('on purpose');
        return index;
      }, 'shared'),
    ),
  );
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message)),
    [0, 1, 'on purpose', 3, 4, 5],
  );
  const rows = await database.all<{ outcome: string }>(
    sql`SELECT outcome FROM audit_events WHERE outcome LIKE ${'test %'} ORDER BY outcome`,
  );
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    [0, 1, 3, 4, 5].map((index) => `test ${index}`),
  );
  const keys = await readAuditKeys(database, context.keys);
  assert.equal((await verifyChain(database, keys)).broken, undefined);
});
