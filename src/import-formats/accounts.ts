import { cellsOf } from './csv.ts';
import { type ImportedRow, linesOf } from './format.ts';

/** Lines of an account, as the other program calls it, and the e-mail address of who has it. */
export const readAccounts = (text: string): ReadonlyMap<string, string> =>
  new Map(
    linesOf(text).flatMap(({ line }) => {
      const [account, email] = cellsOf(line);
      return account && email ? [[account, email] as const] : [];
    }),
  );

export const withEmail = (row: ImportedRow, emailOf: ReadonlyMap<string, string>): ImportedRow =>
  'fault' in row.key
    ? row
    : { at: row.at, key: { ...row.key, account: emailOf.get(row.key.account) ?? row.key.account } };
