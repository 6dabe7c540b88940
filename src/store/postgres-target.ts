import type pg from 'pg';
import type { ReadOnlyDatabase } from './database.ts';
import { bringUpToDate } from './postgres.ts';
import { commit, connectUnhurried } from './postgres-connection.ts';
import { answerTo, statements } from './postgres-statements.ts';
import { cursorRows, tableRows } from './postgres-stream.ts';
import { quoted, type Row, type Table } from './tables.ts';

/** A PostgreSQL database that is filled in one transaction: what is read is what has been put there so far. */
export interface Target extends ReadOnlyDatabase {
  /** Whether the installation is there already. */
  isFilled: boolean;
  /**
   * Empties tables and keeps them from counting, copying and erasing by themselves. What they have is what the
   * migrations put there.
   */
  clear(tables: readonly Table[]): Promise<void>;
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /** All rows of a table by its primary key, so many at a time. */
  rows(table: Table, batchSize: number): AsyncIterable<Row[]>;
  /** @param lastIds The highest id that each table ever gave. */
  finish(tables: readonly Table[], lastIds: ReadonlyMap<string, number>): Promise<void>;
  /**
   * Resolves when all of it is on disk.
   *
   * @throws DatabaseUnavailable when it is not known whether it is; Error when it is not.
   */
  commit(): Promise<void>;
  /** Without a commit before, nothing is left of it. */
  close(): Promise<void>;
}

/** The database has something else in it. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

const arrays = { INTEGER: 'bigint[]', TEXT: 'text[]', BLOB: 'bytea[]' };

/**
 * Opens and migrates a PostgreSQL database to be filled. No server can start on it meanwhile.
 *
 * @param instanceId The installation that may be there already; undefined: none may.
 * @throws NotEmpty; SchemaTooNew; Error when it cannot be reached, or would not be durable.
 */
export async function openTarget(url: string, instanceId: string | undefined): Promise<Target> {
  const client = await connectUnhurried(url);
  let isFilled: boolean;
  try {
    isFilled = await hasOnly(instanceId, client);
    await bringUpToDate(client);
    await client.query('BEGIN');
    if (!isFilled) {
      // Another may have come while this one waited for its turn, and no other comes from here on.
      await client.query('LOCK TABLE instance, users IN SHARE ROW EXCLUSIVE MODE');
      isFilled = await hasOnly(instanceId, client);
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  const run = (text: string, values?: readonly unknown[]) =>
    answerTo(client.query(text, values as unknown[]));
  const reader = statements(client);
  return {
    isFilled,
    all: reader.all,
    get: reader.get,
    stream: (query, batchSize) => cursorRows(client, query, batchSize),
    async clear(tables) {
      for (const { name } of tables) await run(`ALTER TABLE "${name}" DISABLE TRIGGER USER`);
      for (const { name } of [...tables].reverse()) await run(`DELETE FROM "${name}"`);
    },
    async insert({ name, columns }, rows) {
      const names = quoted(columns.map((column) => column.name));
      const parameters = columns.map(({ type }, index) => `$${index + 1}::${arrays[type]}`).join(', ');
      await run(
        `INSERT INTO "${name}" (${names}) SELECT * FROM unnest(${parameters})`,
        columns.map((_, index) => rows.map((row) => row[index])),
      );
    },
    rows: (table, batchSize) => tableRows(client, table, batchSize),
    async finish(tables, lastIds) {
      const { rows } = await run(`
        SELECT table_name AS name, column_name AS "column" FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_identity = 'YES'`);
      for (const { name, column } of rows) {
        const last = lastIds.get(name);
        // In the transaction, which `setval` is not.
        if (last !== undefined) await run(`ALTER TABLE "${name}" ALTER "${column}" RESTART WITH ${last + 1}`);
      }
      for (const { name } of tables) await run(`ALTER TABLE "${name}" ENABLE TRIGGER USER`);
      await run('ANALYZE');
    },
    commit: () => commit(client),
    close: () => client.end(),
  };
}

/** Whether there is nothing in a database. @throws Error when it cannot be reached. */
export async function isEmpty(url: string): Promise<boolean> {
  const client = await connectUnhurried(url);
  try {
    return !(await hasOnly(undefined, client));
  } catch (error) {
    if (error instanceof NotEmpty) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Whether an installation is there, or nothing. @throws NotEmpty */
async function hasOnly(instanceId: string | undefined, client: pg.Client): Promise<boolean> {
  const there = await instanceIn(client);
  if (there !== undefined && there !== instanceId) throw new NotEmpty();
  return there !== undefined;
}

/** What is in a database before it is touched: the id of an installation, or undefined. @throws NotEmpty */
async function instanceIn(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query("SELECT to_regclass('instance') IS NOT NULL AS found");
  if (!rows[0].found) return undefined;
  const { rows: instances } = await client.query('SELECT instance_id FROM instance');
  if (instances[0]) return instances[0].instance_id;
  const { rowCount: users } = await client.query('SELECT 1 FROM users LIMIT 1');
  if (users) throw new NotEmpty();
  return undefined;
}
