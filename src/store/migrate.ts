import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { SchemaTooNew } from './database.ts';

interface Migration {
  version: number;
  name: string;
  text: string;
}

/**
 * Brings the schema up to date under the database's write lock, all pending migrations or none.
 *
 * @throws SchemaTooNew when the database has migrations that this program does not know.
 */
export function migrate(connection: DatabaseSync, engine: 'sqlite'): void {
  const known = readMigrations(engine);
  connection.exec('BEGIN IMMEDIATE');
  try {
    connection.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    const applied = new Set(
      connection
        .prepare('SELECT version FROM schema_migrations')
        .all()
        .map(({ version }) => Number(version)),
    );
    const newest = known.at(-1)?.version ?? 0;
    const latest = Math.max(...applied, 0);
    if (latest > newest) {
      throw new SchemaTooNew(`its schema is at version ${latest}, this program knows ${newest}`);
    }
    for (const { version, name, text } of known.filter((migration) => !applied.has(migration.version))) {
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

/** The version of the schema that this program brings a database to. */
export const newestMigration = (): number => readMigrations('sqlite').at(-1)?.version ?? 0;

function readMigrations(engine: string): Migration[] {
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
