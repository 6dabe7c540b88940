/** Cells of a line (RFC 4180, without line breaks in them). */
export const cellsOf = (line: string): string[] =>
  [...line.replace(/^\uFEFF/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );

/**
 * Where columns are, by the line of their names.
 *
 * @param names What each column may be called, in lower case.
 * @returns -1 for one that is not there.
 */
export function columnsOf<Column extends string>(
  head: string,
  names: Record<Column, readonly string[]>,
): Record<Column, number> {
  const found = cellsOf(head).map((name) => name.toLowerCase());
  const columns = Object.keys(names) as Column[];
  return Object.fromEntries(
    columns.map((column) => [column, found.findIndex((name) => names[column].includes(name))]),
  ) as Record<Column, number>;
}
