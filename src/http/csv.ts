import { Readable } from 'node:stream';

/**
 * One line of a CSV file (RFC 4180). What a spreadsheet would take for a formula is text (CWE-1236): an apostrophe
 * before it says so, as OWASP advises.
 */
export const csvLine = (values: readonly (string | number | null)[]): string =>
  `${values.map(csvField).join(',')}\r\n`;

function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const plain = typeof value === 'string' && /^[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** A body that is written as it is read. Begins with the mark by which spreadsheets know UTF-8. */
export const csvBody = (lines: AsyncIterable<string>): Readable => Readable.from(withMark(lines));

async function* withMark(lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield '\u{feff}';
  yield* lines;
}
