import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';
import { SchemaTooNew } from './database.ts';

type Engine = 'sqlite' | 'postgres';

interface Migration {
  version: number;
  name: string;
  text: string;
}

/**
 * Brings the embedded database up to date under its write lock, all pending migrations or none.
 *
 * @param upTo The newest migration that is done.
 * @throws SchemaTooNew when the database has migrations that this program does not know.
 */
export function migrateSqlite(connection: DatabaseSync, upTo = Number.MAX_SAFE_INTEGER): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    connection.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    const applied = connection.prepare('SELECT version FROM schema_migrations').all();
    for (const { version, name, text } of pending('sqlite', applied)) {
      if (version > upTo) break;
      connection.exec(text);
      connection
        .prepare(
          "INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, unixepoch('subsec') * 1000)",
        )
        .run(version, name);
    }
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/**
 * The same for PostgreSQL.
 *
 * @param client Keeps all others from migrating.
 * @throws SchemaTooNew when the database has migrations that this program does not know.
 */
export async function migratePostgres(client: Client): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)',
    );
    const applied = await client.query('SELECT version FROM schema_migrations');
    for (const { version, name, text } of pending('postgres', applied.rows)) {
      await client.query(text);
      await client.query(
        'INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, EXTRACT(EPOCH FROM now()) * 1000)',
        [version, name],
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** @throws SchemaTooNew */
function pending(engine: Engine, rows: readonly Record<string, unknown>[]): Migration[] {
  const known = readMigrations(engine);
  const applied = new Set(rows.map(({ version }) => Number(version)));
  const newest = known.at(-1)?.version ?? 0;
  const latest = Math.max(...applied, 0);
  if (latest > newest) {
    throw new SchemaTooNew(`its schema is at version ${latest}, this program knows ${newest}`);
  }
  return known.filter(({ version }) => !applied.has(version));
}

/** The version of the schema that this program brings a database to. */
export const newestMigration = (): number => readMigrations('sqlite').at(-1)?.version ?? 0;

function readMigrations(engine: Engine): Migration[] {
  const folder = new URL(`./migrations/${engine}/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number.parseInt(name, 10),
      name,
      text: readFileSync(new URL(name, folder), 'utf8'),
    }));
}
