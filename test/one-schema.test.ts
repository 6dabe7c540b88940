import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import pg from 'pg';
import { openPostgres } from '../src/store/postgres.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { ownPostgres, scratchFolder } from './harness.ts';

const types: Record<string, string> = { bigint: 'INTEGER', text: 'TEXT', bytea: 'BLOB' };

/** What is expected of each column of each table, in their order. */
type Shape = Record<string, string[]>;

const describe = (
  rows: readonly { table: string; name: string; type: string; required: unknown; key: unknown }[],
): Shape => {
  const shape: Shape = {};
  for (const { table, name, type, required, key } of rows) {
    shape[table] ??= [];
    shape[table].push(`${name} ${type}${required || key ? ' NOT NULL' : ''}${key ? ' KEY' : ''}`);
  }
  return shape;
};

const postgres = await ownPostgres();

if (postgres)
  test('both engines have the same tables, columns, types and keys after all migrations', async (t) => {
    const path = join(scratchFolder(t), 'countersign.db');
    await openSqlite(path).close();
    const embedded = new DatabaseSync(path, { readOnly: true });
    t.after(() => embedded.close());
    const here = embedded
      .prepare(
        `SELECT m.name AS "table", c.name, c.type, c."notnull" AS required, c.pk AS key
         FROM sqlite_schema AS m CROSS JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`,
      )
      .all() as unknown as Parameters<typeof describe>[0];

    const url = postgres.url(await postgres.create());
    await (await openPostgres(url)).close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    t.after(() => client.end());
    const there = await client.query(`
      SELECT c.table_name AS "table", c.column_name AS name, c.data_type AS type, c.is_nullable = 'NO' AS required,
        k.column_name IS NOT NULL AS key
      FROM information_schema.columns AS c
      LEFT JOIN information_schema.table_constraints AS p
        ON p.table_schema = c.table_schema AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
      LEFT JOIN information_schema.key_column_usage AS k
        ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name
        AND k.table_name = c.table_name AND k.column_name = c.column_name
      WHERE c.table_schema = 'public' ORDER BY c.table_name COLLATE "C", c.ordinal_position`);
    const rows = there.rows.map((row) => ({ ...row, type: types[row.type] ?? row.type }));
    assert.deepEqual(describe(rows), describe(here));
    assert.ok(Object.keys(describe(here)).length > 30, 'all tables were looked at');
  });
