import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratchFolder } from '../../test/harness.ts';
import { sql } from './sql.ts';
import { openSqlite } from './sqlite.ts';

test('under load the log is put in its place while commits go on, and nothing is left of it at the end', async (t) => {
  const folder = scratchFolder(t);
  const path = join(folder, 'countersign.db');
  const database = openSqlite(path);
  const addUsers = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        database.transaction((tx) => tx.run(sql`INSERT INTO users (created_at) VALUES (0)`)),
      ),
    );
  /** Users in the file itself, without the log. */
  const placed = (): number => {
    const copy = join(folder, 'copy.db');
    copyFileSync(path, copy);
    const connection = new DatabaseSync(copy);
    try {
      return Number(connection.prepare('SELECT COUNT(*) AS count FROM users').get()?.count);
    } catch {
      // Copied while a page was being written, or before there was a table.
      return 0;
    } finally {
      connection.close();
    }
  };

  await addUsers(10);
  assert.equal(placed(), 0, 'a few are not worth it');
  let added = 10;
  while (placed() < 100) {
    assert.ok(added < 5_000, 'the thread does nothing');
    await addUsers(50);
    added += 50;
    await sleep(10);
  }
  await database.close();
  assert.equal(placed(), added);
  assert.equal(existsSync(`${path}-wal`), false);
});
