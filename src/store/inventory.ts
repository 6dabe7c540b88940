import { type Row, rowDigest, type Table, type TableDigest } from './tables.ts';

/** By the names of tables. */
export type Inventory = ReadonlyMap<string, TableDigest>;

/** So many rows are read, and written, at a time. */
export const BATCH = 1_000;

/** What has the rows of tables: either database. */
interface Rows {
  rows(table: Table, batchSize: number): Iterable<Row[]> | AsyncIterable<Row[]>;
}

/**
 * Reads all rows of tables.
 *
 * @param onRows Is handed them as they come, and may break it off.
 */
export async function inventoryOf(
  tables: readonly Table[],
  from: Rows,
  onRows: (rows: readonly Row[], table: Table) => Promise<void>,
): Promise<Inventory> {
  const inventory = new Map<string, TableDigest>();
  for (const table of tables) {
    const digest = rowDigest();
    for await (const rows of from.rows(table, BATCH)) {
      digest.add(rows);
      await onRows(rows, table);
    }
    inventory.set(table.name, digest.end());
  }
  return inventory;
}

/** Which tables differ. */
export const differing = (one: Inventory, other: Inventory): string[] =>
  [...one.keys()].filter((name) => one.get(name)?.sha256 !== other.get(name)?.sha256);
