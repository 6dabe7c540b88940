import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '../../src/core/caller.ts';
import { type Sql, sql } from '../../src/store/sql.ts';
import { sortColumns } from '../../src/users/queries.ts';
import { everyUserById, usersThat } from '../../src/users/read-users.ts';
import { usersMatching, usersNamedLike } from '../../src/users/search-users.ts';
import { needsEmbedded, startInProcess } from '../harness.ts';

const admin = { permissions: new Set(['see_users']) } as unknown as Caller;
const { id, last_name } = sortColumns;
const page = { limit: 100, offset: 0 };

test('a page or a search reads what it answers, not all users: the plans in docs/lists.md', {
  skip: needsEmbedded(),
}, async (t) => {
  const { database } = (await startInProcess(t)).context;
  const all = usersThat(admin, sql`${last_name}, ${id}`);
  const found = (asked: object) => usersThat(admin, id, usersMatching(asked)).select(page);

  const plans: [query: Sql | Promise<Sql>, uses: string[]][] = [
    [everyUserById(database, admin, id).select(page), ['INTEGER PRIMARY KEY (rowid>?)']],
    [found({ id: '77' }), ['INTEGER PRIMARY KEY (rowid=?)']],
    [found({ email: 'ada@example.com' }), ['COVERING INDEX users_by_email (email_key=?)']],
    [found({ email: 'ada%' }), ['COVERING INDEX users_by_email (email_key>? AND email_key<?)']],
    [
      found({ last_name: 'lo%' }),
      ['COVERING INDEX users_by_last_name (last_name_key>? AND last_name_key<?)'],
    ],
    [
      usersThat(admin, id, usersNamedLike('ada%', {})).select(page),
      [
        'COVERING INDEX users_by_first_name (first_name_key>? AND first_name_key<?)',
        'COVERING INDEX users_by_last_name (last_name_key>? AND last_name_key<?)',
        'COVERING INDEX users_by_email (email_key>? AND email_key<?)',
      ],
    ],
    [all.select(page), ['COVERING INDEX users_by_last_name']],
  ];
  for (const [query, uses] of plans) {
    const { text, values } = await query;
    const plan = await database.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${await query}`);
    const steps = plan.map(({ detail }) => detail);
    for (const path of uses)
      assert.ok(
        steps.some((step) => step.endsWith(path)),
        `${text} ${values}\n${steps.join('\n')}`,
      );
    const walks = steps.filter((step) => /^SCAN users(?! USING COVERING INDEX)/.test(step));
    assert.deepEqual(walks, [], text);
  }
});
