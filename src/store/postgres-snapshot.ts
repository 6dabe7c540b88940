import { SchemaTooNew } from './database.ts';
import { newestMigration } from './migrate.ts';
import { connectUnhurried } from './postgres-connection.ts';
import { answerTo } from './postgres-statements.ts';
import { tableRows } from './postgres-stream.ts';
import type { Row, Table } from './tables.ts';

/** A PostgreSQL database as it is at one moment, while others write on. */
export interface PostgresSnapshot {
  /** Its newest migration. */
  schemaVersion: number;
  /** All rows of a table by its primary key, so many at a time. */
  rows(table: Table, batchSize: number): AsyncIterable<Row[]>;
  /** The highest id that each table ever gave, also of rows that are gone, or a higher one. */
  lastIds(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

/**
 * Opens a PostgreSQL database to read all of it. Nobody is kept from writing.
 *
 * @param signal Ends the connection, whatever it is waiting for.
 * @throws SchemaTooNew; Error when it cannot be reached, or has nothing of ours.
 */
export async function openSnapshot(url: string, signal: AbortSignal): Promise<PostgresSnapshot> {
  const client = await connectUnhurried(url);
  const close = async () => {
    signal.removeEventListener('abort', close);
    await client.end();
  };
  signal.addEventListener('abort', close);
  const all = async (text: string) => (await answerTo(client.query(text))).rows;
  try {
    signal.throwIfAborted();
    await all('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [{ version }] = await all('SELECT MAX(version) AS version FROM schema_migrations');
    if (version > newestMigration()) {
      throw new SchemaTooNew(`its schema is at version ${version}, this program knows ${newestMigration()}`);
    }
    return {
      schemaVersion: version,
      rows: (table, batchSize) => tableRows(client, table, batchSize),
      async lastIds() {
        const counters = await all(`
          SELECT table_name AS name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
          FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'`);
        const last = new Map<string, number>();
        for (const { name, sequence } of counters) {
          const [{ id }] = await all(
            `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS id FROM ${sequence}`,
          );
          last.set(name, id);
        }
        return last;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
