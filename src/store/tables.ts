import { createHash } from 'node:crypto';

/** A table as both engines have it. */
export interface Table {
  name: string;
  columns: readonly { name: string; type: 'INTEGER' | 'TEXT' | 'BLOB' }[];
  /** The columns of its primary key. */
  key: readonly string[];
}

export type Cell = number | string | null | Uint8Array;

/** The values of a row, in the order of the columns. */
export type Row = readonly Cell[];

/** All rows of a table in the order of its primary key: texts and bytes are ordered byte by byte in both engines. */
export const selectAll = ({ name, columns, key }: Table): string =>
  `SELECT ${quoted(columns.map((column) => column.name))} FROM ${quoted([name])} ORDER BY ${quoted(key)}`;

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** How many rows a table has, and what all of them come to. */
export interface TableDigest {
  rows: number;
  /** In hexadecimal. */
  sha256: string;
}

/** Takes rows in, and then says what they come to: the same for the same rows in the same order. */
export function rowDigest(): { add(rows: readonly Row[]): void; end(): TableDigest } {
  const hash = createHash('sha256');
  let count = 0;
  return {
    add(rows) {
      count += rows.length;
      hash.update(rows.map((row) => `${JSON.stringify(row.map(plain))}\n`).join(''));
    },
    end: () => ({ rows: count, sha256: hash.digest('hex') }),
  };
}

/** No text is a list, so bytes are like none. */
const plain = (cell: Cell) => (cell instanceof Uint8Array ? [Buffer.from(cell).toString('base64')] : cell);
