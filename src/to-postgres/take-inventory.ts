import { StartError } from '../core/start-error.ts';
import type { EmbeddedTables } from '../store/embedded-tables.ts';
import { type Row, rowDigest, type Table, type TableDigest } from '../store/tables.ts';

/** By the names of tables. */
export type Inventory = ReadonlyMap<string, TableDigest>;

/** So many rows are read, and written, at a time. */
export const BATCH = 1_000;

/** So many places are named at most. */
const NAMED = 10;

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

/**
 * Reads all of the embedded database, and makes sure that PostgreSQL can keep it.
 *
 * @param onRows Is told how many rows more were read, and may break it off.
 * @throws StartError that names texts with U+0000 in them, which PostgreSQL cannot keep.
 */
export async function takeInventory(
  source: EmbeddedTables,
  onRows: (rows: number) => Promise<void>,
): Promise<Inventory> {
  const places: string[] = [];
  const inventory = await inventoryOf(source.tables, source, async (rows, table) => {
    if (places.length < NAMED) places.push(...rows.flatMap((row) => unkeepable(table, row)));
    await onRows(rows.length);
  });
  if (places.length === 0) return inventory;
  throw new StartError(
    `PostgreSQL cannot keep the character U+0000, which is in ${places.slice(0, NAMED).join(', ')}. Take it out there, with the server on the embedded database, and move again.`,
  );
}

/** Names the cells of a row that PostgreSQL cannot keep. */
function unkeepable({ name, columns, key }: Table, row: Row): string[] {
  const cellOf = (column: string) => row[columns.findIndex((one) => one.name === column)];
  return columns
    .filter((_, index) => {
      const cell = row[index];
      return typeof cell === 'string' && cell.includes('\0');
    })
    .map((column) => `${column.name} of ${name} (${key.map((part) => `${part} ${inWords(cellOf(part))}`)})`);
}

const inWords = (cell: Row[number] | undefined): string =>
  cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : JSON.stringify(cell);

/** Which tables differ. */
export const differing = (one: Inventory, other: Inventory): string[] =>
  [...one.keys()].filter((name) => one.get(name)?.sha256 !== other.get(name)?.sha256);
