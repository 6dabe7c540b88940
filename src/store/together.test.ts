import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';
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
