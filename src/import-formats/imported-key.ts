import {
  type Algorithm,
  assertParameters,
  DEFAULT_PARAMETERS,
  type OtpParameters,
  requireSeed,
} from '../core/otp.ts';

/** A key of one person, as another program handed it over. */
export interface ImportedKey {
  /** Whose it is: an e-mail address, or a name that a table of accounts leads to one. */
  account: string;
  /** Raw bytes. */
  seed: Buffer;
  parameters: OtpParameters;
}

/** What a file says of a key, with its own words for it. What is missing or empty is as usual. */
export interface Described {
  account: unknown;
  seed: Buffer;
  algorithm?: unknown;
  digits?: unknown;
  /** In seconds. */
  period?: unknown;
}

/** @throws RangeError for what is missing or not supported, never with any part of the secret in it */
export function importedKey({ account, seed, ...described }: Described): ImportedKey {
  const parameters = {
    algorithm: algorithmCalled(described.algorithm ?? DEFAULT_PARAMETERS.algorithm),
    digits: wholeNumber(described.digits, DEFAULT_PARAMETERS.digits),
    periodSeconds: wholeNumber(described.period, DEFAULT_PARAMETERS.periodSeconds),
  };
  assertParameters(parameters);
  const owner = typeof account === 'string' ? account.trim() : '';
  if (owner === '') throw new RangeError('the account is missing');
  return { account: owner, seed: requireSeed(seed), parameters };
}

/** @throws RangeError unless it goes by time */
export function requireTotp(kind: unknown): void {
  const name = String(kind).toLowerCase();
  if (name === 'hotp') throw new RangeError('it counts instead of going by time (HOTP)');
  if (name !== 'totp') throw new RangeError('it is no TOTP key');
}

/** `sha1`, `SHA-256`, `HmacSHA512`, `HMAC-SHA256`: programs write it as they like. */
const algorithmCalled = (name: unknown): Algorithm =>
  String(name)
    .toUpperCase()
    .replace(/^(?:HMAC-?)?SHA-?/, 'SHA') as Algorithm;

/** NaN, which no bound admits, for what is there and is none. */
function wholeNumber(given: unknown, usual: number): number {
  if (given === undefined || given === null || given === '') return usual;
  return /^\d{1,3}$/.test(String(given)) ? Number(given) : Number.NaN;
}
