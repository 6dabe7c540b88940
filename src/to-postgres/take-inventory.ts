import { StartError } from '../core/start-error.ts';
import type { EmbeddedTables } from '../store/embedded-tables.ts';
import { type Inventory, inventoryOf } from '../store/inventory.ts';
import type { Row, Table } from '../store/tables.ts';

/** So many places are named at most. */
const NAMED = 10;

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
