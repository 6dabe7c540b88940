import { decodeWrittenBase32 } from '../core/base32.ts';
import { cellsOf, columnsOf } from './csv.ts';
import { type ImportFormat, linesOf, readRow } from './format.ts';
import { type ImportedKey, importedKey } from './imported-key.ts';

/** What columns are called in files for hardware tokens and in those that spreadsheets make, in lower case. */
const names = {
  account: ['upn', 'email', 'e-mail', 'user', 'username'],
  secret: ['secret key', 'secretkey', 'secret'],
  period: ['time interval', 'timeinterval', 'period'],
  digits: ['digits'],
  algorithm: ['algorithm', 'hashfunction'],
};

type Columns = Record<keyof typeof names, number>;

/** Values separated by commas under a line of names; secrets in Base32. */
export const oathCsv: ImportFormat = {
  name: 'OATH CSV',
  recognizes: ({ text }) => {
    const columns = columnsOf(linesOf(text)[0]?.line ?? '', names);
    return columns.account >= 0 && columns.secret >= 0;
  },
  read({ text }) {
    const [head, ...lines] = linesOf(text);
    const columns = columnsOf(head?.line ?? '', names);
    return lines.map(({ at, line }) => readRow(at, () => keyOf(cellsOf(line), columns)));
  },
};

function keyOf(cells: readonly string[], columns: Columns): ImportedKey {
  const cell = (name: keyof Columns): string | undefined => cells[columns[name]] || undefined;
  const secret = cell('secret');
  if (secret === undefined) throw new RangeError('the secret is missing');
  return importedKey({
    account: cell('account'),
    seed: decodeWrittenBase32(secret),
    algorithm: cell('algorithm'),
    digits: cell('digits'),
    period: cell('period'),
  });
}
