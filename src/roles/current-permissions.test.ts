import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { needsEmbedded, startInProcess } from '../../test/harness.ts';
import { sql } from '../store/sql.ts';

const SUPPORT_ROLE = 3;
const USER_SET = 4;

/** Everything by which a user who is in `inner`, which is in `outer`, can lose or get the role Support. */
const changes = {
  'a role taken': ['DELETE FROM user_roles WHERE user_id = $user', false],
  'a role given': [`INSERT INTO user_roles (user_id, role_id) VALUES ($user, ${SUPPORT_ROLE})`, true],
  'a role exchanged': ['UPDATE user_roles SET role_id = 5 WHERE user_id = $user', false],
  'a role given to a group': [
    `INSERT INTO group_roles (group_id, role_id) VALUES (11, ${SUPPORT_ROLE})`,
    true,
  ],
  'a user taken out of a group': ['DELETE FROM group_users WHERE user_id = $user', false],
  'a user put into a group': ['INSERT INTO group_users (group_id, user_id) VALUES (10, $user)', true],
  'a user moved to another group': ['UPDATE group_users SET group_id = 12 WHERE user_id = $user', false],
  'a user moved back': ['UPDATE group_users SET group_id = 10 WHERE user_id = $user', true],
  'a group taken out of a group': ['DELETE FROM group_groups WHERE child_id = 10', false],
  'a group put into a group': ['INSERT INTO group_groups (parent_id, child_id) VALUES (11, 10)', true],
  'a group moved to another group': ['UPDATE group_groups SET parent_id = 12 WHERE child_id = 10', false],
  'a group moved back': ['UPDATE group_groups SET parent_id = 11 WHERE child_id = 10', true],
  'a role moved to another group': ['UPDATE group_roles SET group_id = 12 WHERE group_id = 11', false],
  'a role moved back': ['UPDATE group_roles SET group_id = 11 WHERE group_id = 12', true],
  'a role with another permission set': [
    `UPDATE roles SET permission_set_id = ${USER_SET} WHERE id = ${SUPPORT_ROLE}`,
    false,
  ],
  'a role with its old permission set': [
    `UPDATE roles SET permission_set_id = 2 WHERE id = ${SUPPORT_ROLE}`,
    true,
  ],
  'a group deleted': ['DELETE FROM groups WHERE id = 11', false],
  'a permission set with other permissions': [
    `UPDATE permission_sets SET permissions = 'see_users' WHERE id = ${USER_SET}`,
    true,
  ],
} as const;

test('whatever changes what a user may do counts for the next request, whichever process changed it', {
  skip: needsEmbedded(),
}, async (t) => {
  const { context, userWithRoles } = await startInProcess(t);
  const { id, api } = await userWithRoles('Support');
  const otherProcess = new DatabaseSync(join(context.config.dataFolder, 'countersign.db'));
  t.after(() => otherProcess.close());
  otherProcess.exec(`
    INSERT INTO groups (id, name, name_key, created_at) VALUES (10, 'inner', 'inner', 0), (11, 'outer', 'outer', 0), (12, 'other', 'other', 0);
    INSERT INTO group_groups (parent_id, child_id) VALUES (11, 10);
    INSERT INTO group_users (group_id, user_id) VALUES (10, ${id});
    UPDATE permission_sets SET permissions = 'see_names' WHERE id = ${USER_SET}`);
  assert.equal((await api.get('/groups')).status, 200);
  for (const [change, [statement, allowed]] of Object.entries(changes)) {
    if (change === 'a role given to a group')
      otherProcess.exec(`DELETE FROM user_roles WHERE user_id = ${id}`);
    otherProcess.exec(statement.replaceAll('$user', id));
    // Requests that come over a socket are never of the turn in which another process was waited for.
    await nextTurn();
    assert.equal((await api.get('/groups')).status, allowed ? 200 : 403, change);
    assert.equal((await api.get('/groups')).status, allowed ? 200 : 403, `${change}, asked again`);
  }
});

test('a change that is undone is not remembered', async (t) => {
  const { context, userWithRoles } = await startInProcess(t);
  const one = await userWithRoles('Support');
  const two = await userWithRoles('User');
  const undone = assert.rejects(
    context.database.transaction(async (tx) => {
      await tx.run(sql`DELETE FROM user_roles WHERE user_id = ${Number(one.id)}`);
      throw new Error('undone');
    }),
    /undone/,
  );
  assert.equal((await one.api.get('/groups')).status, 200);
  await undone;
  await context.database.transaction((tx) =>
    tx.run(sql`INSERT INTO user_roles (user_id, role_id) VALUES (${Number(two.id)}, ${SUPPORT_ROLE})`),
  );
  assert.equal((await one.api.get('/groups')).status, 200);
  assert.equal((await two.api.get('/groups')).status, 200);
});
