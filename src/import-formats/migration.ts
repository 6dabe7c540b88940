import type { Algorithm } from '../core/otp.ts';
import { accountInLabel } from '../core/otpauth.ts';
import { type ImportFormat, linesOf, readRow } from './format.ts';
import { type ImportedKey, importedKey, requireTotp } from './imported-key.ts';
import { type Field, fieldsOf } from './protobuf.ts';

const PREFIX = /^otpauth-migration:\/\/offline\?data=/;

const algorithms: Record<number, Algorithm> = { 0: 'SHA1', 1: 'SHA1', 2: 'SHA256', 3: 'SHA512' };
const digits: Record<number, number> = { 0: 6, 1: 6, 2: 8 };
const kinds: Record<number, string> = { 1: 'hotp', 2: 'totp' };

/** What Google Authenticator's export shows as QR codes, as text: one a line, each with several keys. */
export const migration: ImportFormat = {
  name: 'otpauth-migration URIs',
  recognizes: ({ text }) => PREFIX.test(text.trimStart()),
  read: ({ text }) =>
    linesOf(text).flatMap(({ at, line }) => {
      try {
        return keysIn(line).map((key, index) =>
          readRow(`${at}, key ${index + 1}`, () => keyOf(fieldsOf(key))),
        );
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return [{ at, key: { fault: error.message } }];
      }
    }),
};

function keysIn(line: string): Uint8Array[] {
  if (!PREFIX.test(line)) throw new RangeError('not an otpauth-migration URI');
  let data: string;
  try {
    data = decodeURIComponent(line.replace(PREFIX, ''));
  } catch {
    throw new RangeError('the percent-encoding is broken');
  }
  const keys = fieldsOf(Buffer.from(data, 'base64')).flatMap(({ number, value }) =>
    number === 1 && value instanceof Uint8Array ? [value] : [],
  );
  if (keys.length === 0) throw new RangeError('there is no key in it');
  return keys;
}

function keyOf(fields: readonly Field[]): ImportedKey {
  const find = (number: number) => fields.find((field) => field.number === number)?.value;
  const bytes = (number: number) => {
    const value = find(number);
    return Buffer.from(value instanceof Uint8Array ? value : []);
  };
  const whole = (number: number) => Number(find(number) ?? 0);
  requireTotp(kinds[whole(6)]);
  const [algorithm, length] = [algorithms[whole(4)], digits[whole(5)]];
  if (!algorithm || !length) throw new RangeError('its algorithm or digits are not known');
  const account = accountInLabel(bytes(2).toString('utf8'), bytes(3).toString('utf8'));
  return importedKey({ account, seed: bytes(1), algorithm, digits: length });
}
