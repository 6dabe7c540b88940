import { digest } from '../core/tokens.ts';
import { cellsOf, columnsOf } from './csv.ts';
import { type ImportFormat, linesOf, readRow, type SourceFile } from './format.ts';
import { type ImportedKey, importedKey } from './imported-key.ts';
import { type JsonObject, objectsIn, requireText, textIn } from './json.ts';

/** Nonce of 24 bytes, text and tag of 16, in hexadecimal; before it, perhaps, the version of the secret. */
const SEALED = /^(?:\$ba\$\d+\$)?((?:[0-9a-f]{2}){41,})$/;
const NONCE_BYTES = 24;

const names = {
  email: ['email'],
  secret: ['secret'],
  verified: ['verified'],
  twoFactorEnabled: ['twofactorenabled', 'two_factor_enabled'],
  digits: ['digits'],
  period: ['period'],
};

/**
 * Rows of better-auth's table `twoFactor` with the e-mail address of their user, in JSON or CSV (better-auth 1.7.25:
 * plugins/two-factor, crypto; 1.3.34 has no column `verified`). A secret is sealed by XChaCha20-Poly1305 under the SHA-256 of BETTER_AUTH_SECRET, or of one
 * of BETTER_AUTH_SECRETS, and is used as the text that it is, with SHA1. Digits and period are options of the program and
 * not in the table.
 */
export const betterAuth: ImportFormat = {
  name: 'better-auth rows',
  recognizes: (file) => rowsIn(file).some(({ fields }) => SEALED.test(String(fields.secret))),
  async read(file, { key }) {
    if (!key) throw new RangeError('it is protected by BETTER_AUTH_SECRET: say --key-file');
    const open = await opener(key.reveal());
    return rowsIn(file).map(({ at, fields }) => readRow(at, () => keyOf(fields, open), fields.email));
  },
};

function rowsIn({ text, json }: SourceFile): { at: string; fields: JsonObject }[] {
  if (json !== undefined) return objectsIn(json).map((fields, index) => ({ at: `row ${index + 1}`, fields }));
  const [head, ...lines] = linesOf(text);
  const columns = Object.entries(columnsOf(head?.line ?? '', names));
  if (columns.some(([name, index]) => index < 0 && ['email', 'secret'].includes(name))) return [];
  return lines.map(({ at, line }) => {
    const cells = cellsOf(line);
    return { at, fields: Object.fromEntries(columns.map(([name, index]) => [name, cells[index]])) };
  });
}

type Open = (sealed: Buffer) => Buffer;

/** @param secrets One, or `2:new,1:old`. Each is tried: the tag says which it was. */
async function opener(secrets: string): Promise<Open> {
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  const listed = secrets.split(',').flatMap((part) => /^\s*\d+:(.+?)\s*$/.exec(part)?.[1] ?? []);
  const keys = [secrets, ...listed].map(digest);
  return (sealed) => {
    for (const key of keys) {
      try {
        const nonce = sealed.subarray(0, NONCE_BYTES);
        return Buffer.from(xchacha20poly1305(key, nonce).decrypt(sealed.subarray(NONCE_BYTES)));
      } catch {}
    }
    throw new RangeError('the key does not open it');
  };
}

function keyOf(row: JsonObject, open: Open): ImportedKey {
  const marks = [row.verified, row.twoFactorEnabled].filter((mark) => mark !== undefined);
  if (marks.length === 0)
    throw new RangeError(
      'there is neither "verified" nor "twoFactorEnabled": whether it was ever used is not known',
    );
  if (marks.some(isUnset)) throw new RangeError('its enrolment is not complete');
  const [, sealed] = SEALED.exec(requireText(row, 'secret', 'the secret')) ?? [];
  if (!sealed) throw new RangeError('the secret is not sealed as it should be');
  const { digits, period } = row;
  return importedKey({
    account: textIn(row, 'email'),
    seed: open(Buffer.from(sealed, 'hex')),
    digits,
    period,
  });
}

const isUnset = (value: unknown): boolean => ['false', 'f', '0'].includes(String(value).toLowerCase());
