import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Transaction } from './database.ts';
import { rowsOf, tablesOf } from './embedded-tables.ts';
import { migrateSqlite } from './migrate.ts';
import { statements } from './sqlite-statements.ts';
import { quoted, type Row, type Table } from './tables.ts';

/** Of what is not in its place yet, in KiB. */
const CACHE_KIB = 32_768;

/** An embedded database that is filled in a file that nobody else looks at. */
export interface EmbeddedTarget extends Pick<Transaction, 'run' | 'get'> {
  /** Each after those that it refers to. */
  tables: readonly Table[];
  insert(table: Table, rows: readonly Row[]): void;
  /** All rows of a table by its primary key, so many at a time. */
  rows(table: Table, batchSize: number): Iterable<Row[]>;
  /** @param lastIds The highest id that each table ever gave. */
  finish(lastIds: ReadonlyMap<string, number>): void;
  close(): void;
}

/**
 * Makes an embedded database with nothing in it, not even what the migrations put there. It is not durable: whoever
 * wants to keep the file copies it to where it is.
 *
 * @param path Of a file that is not there.
 * @param schemaVersion The newest migration that it is to have.
 */
export function makeEmbedded(path: string, schemaVersion: number): EmbeddedTarget {
  closeSync(openSync(path, 'wx', 0o600));
  // What is there was checked where it comes from, and is of one moment.
  const connection = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  connection.exec(
    `PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE_KIB}`,
  );
  migrateSqlite(connection, schemaVersion);
  const tables = tablesOf(connection);
  connection.exec('BEGIN');
  // Rows are not to count, copy and erase by themselves.
  const triggers = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) connection.exec(`DROP TRIGGER "${name}"`);
  for (const { name } of tables) connection.exec(`DELETE FROM "${name}"`);
  const { run, get } = statements(connection);
  return {
    run,
    get,
    tables,
    insert({ name, columns }, rows) {
      const statement = connection.prepare(
        `INSERT INTO "${name}" (${quoted(columns.map((column) => column.name))}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      for (const row of rows) statement.run(...row);
    },
    rows: (table, batchSize) => rowsOf(connection, table, batchSize),
    finish(lastIds) {
      const forget = connection.prepare('DELETE FROM sqlite_sequence WHERE name = ?');
      const remember = connection.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)');
      for (const [name, last] of lastIds) {
        forget.run(name);
        remember.run(name, last);
      }
      for (const { sql } of triggers) connection.exec(String(sql));
      connection.exec('COMMIT');
    },
    close() {
      if (connection.isOpen) connection.close();
    },
  };
}
