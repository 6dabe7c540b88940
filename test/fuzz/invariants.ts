import assert from 'node:assert/strict';
import type { Permission } from '../../src/core/permissions.ts';
import type { Database } from '../../src/store/database.ts';
import { type Sql, sql } from '../../src/store/sql.ts';
import { needsEmbedded } from '../harness.ts';

/** What must be true of the database, whatever was asked of the server. */
export async function assertSound(database: Database): Promise<void> {
  const all = async (query: Sql) => (await database.all<object>(query)).map((row) => ({ ...row }));
  if (!needsEmbedded()) {
    assert.deepEqual(await all(sql`PRAGMA integrity_check`), [{ integrity_check: 'ok' }]);
    assert.deepEqual(await all(sql`PRAGMA foreign_key_check`), []);
  }
  assert.deepEqual(
    await all(sql`SELECT COALESCE(SUM(users), 0) AS users FROM user_counts`),
    await all(sql`SELECT COUNT(*) AS users FROM users`),
  );
  assert.deepEqual(
    await all(sql`SELECT id, user_count FROM groups ORDER BY id`),
    await all(sql`
      SELECT id, (SELECT COUNT(*) FROM group_users WHERE group_id = groups.id) AS user_count
      FROM groups ORDER BY id`),
  );
  const cycles = sql`
    WITH RECURSIVE inside (parent_id, child_id) AS (
      SELECT parent_id, child_id FROM group_groups
      UNION SELECT inside.parent_id, further.child_id
      FROM inside JOIN group_groups AS further ON further.parent_id = inside.child_id)
    SELECT parent_id FROM inside WHERE parent_id = child_id`;
  assert.deepEqual(await all(cycles), [], 'no group is in itself');
  const builtIn = sql`SELECT name_key FROM roles WHERE built_in = 1 ORDER BY id`;
  assert.deepEqual(
    (await all(builtIn)).map((row) => Object.values(row)[0]),
    ['admin', 'support', 'verifier', 'user'],
  );
}

type Everybody = ReadonlyMap<number, ReadonlySet<Permission>>;

/** Nobody gives or takes, whichever way, what they do not have. Names are no rank. */
export function assertWithinRank(may: ReadonlySet<Permission>, before: Everybody, after: Everybody): void {
  const none: ReadonlySet<Permission> = new Set();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const changed = (before.get(id) ?? none).symmetricDifference(after.get(id) ?? none);
    changed.delete('see_names');
    assert.ok(changed.isSubsetOf(may), `user ${id} was given or lost ${[...changed].join(', ')}`);
  }
}
