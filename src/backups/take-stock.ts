import type { Reader } from '../store/database.ts';
import { type Counts, countRows, selectSchemaVersion } from './queries.ts';

/** How much is in a database, and which version of the schema it has. */
export interface Stock {
  schema_version: number;
  counts: Counts;
}

export async function takeStock(reader: Reader): Promise<Stock> {
  const { version } = (await reader.get<{ version: number }>(selectSchemaVersion())) as { version: number };
  return { schema_version: version, counts: (await reader.get<Counts>(countRows())) as Counts };
}
