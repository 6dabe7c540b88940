import type { Database } from '../src/store/database.ts';
import { type Sql, sql } from '../src/store/sql.ts';
import { needsEmbedded } from './harness.ts';

/** Everything in the database, table by table. */
export async function allRows(database: Database): Promise<Record<string, unknown[]>> {
  const names = needsEmbedded()
    ? sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`
    : sql`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1`;
  const tables: Record<string, unknown[]> = {};
  for (const { name } of await database.all<{ name: string }>(names)) {
    tables[name] = await database.all(table(name));
  }
  return tables;
}

/** A name of the database's own. */
const table = (name: string): Sql =>
  sql([`SELECT * FROM "${name}" ORDER BY 1`] as unknown as TemplateStringsArray);
