import { decodeBase32 } from '../core/base32.ts';
import { type Algorithm, assertParameters, DEFAULT_PARAMETERS } from '../core/otp.ts';
import { type ImportedKey, type ImportFormat, linesOf, readRow } from './format.ts';

/** What columns are called in files for hardware tokens and in those that spreadsheets make, in lower case. */
const names = {
  account: ['upn', 'email', 'e-mail', 'user', 'username'],
  secret: ['secret key', 'secretkey', 'secret'],
  period: ['time interval', 'timeinterval', 'period'],
  digits: ['digits'],
  algorithm: ['algorithm', 'hashfunction'],
};

type Column = keyof typeof names;

const MIN_SEED_BYTES = 16;

/** Values separated by commas under a line of names; secrets in Base32. */
export const oathCsv: ImportFormat = {
  name: 'OATH CSV',
  recognizes: (text) => {
    const columns = columnsOf(linesOf(text)[0]?.line ?? '');
    return columns.account >= 0 && columns.secret >= 0;
  },
  read(text) {
    const [head, ...lines] = linesOf(text);
    const columns = columnsOf(head?.line ?? '');
    return lines.map(({ at, line }) => readRow(at, () => keyOf(cellsOf(line), columns)));
  },
};

function keyOf(cells: readonly string[], columns: Record<Column, number>): ImportedKey {
  const cell = (name: Column): string | undefined => cells[columns[name]] || undefined;
  const number = (name: Column, usual: number) => {
    const text = cell(name) ?? String(usual);
    return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  };
  const account = cell('account');
  const secret = cell('secret');
  if (account === undefined) throw new RangeError('the account is missing');
  if (secret === undefined) throw new RangeError('the secret is missing');
  const parameters = {
    algorithm: (cell('algorithm') ?? DEFAULT_PARAMETERS.algorithm)
      .toUpperCase()
      .replace(/^(?:HMAC)?SHA-?/, 'SHA') as Algorithm,
    digits: number('digits', DEFAULT_PARAMETERS.digits),
    periodSeconds: number('period', DEFAULT_PARAMETERS.periodSeconds),
  };
  assertParameters(parameters);
  const seed = decodeBase32(secret);
  if (seed.length < MIN_SEED_BYTES) throw new RangeError('the secret must have at least 128 bits');
  return { account, seed, parameters };
}

function columnsOf(head: string): Record<Column, number> {
  const found = cellsOf(head).map((name) => name.toLowerCase());
  const at = (column: Column) => found.findIndex((name) => names[column].includes(name));
  return Object.fromEntries((Object.keys(names) as Column[]).map((column) => [column, at(column)])) as Record<
    Column,
    number
  >;
}

/** Cells of a line (RFC 4180, without line breaks in them). */
const cellsOf = (line: string): string[] =>
  [...line.replace(/^\uFEFF/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );
