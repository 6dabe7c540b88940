import { decodeWrittenBase32, encodeBase32 } from './base32.ts';
import type { Algorithm, OtpParameters } from './otp.ts';
import { assertParameters, DEFAULT_PARAMETERS, requireSeed } from './otp.ts';

/** What a key URI carries from the server to an authenticator. */
export interface OtpauthKey {
  issuer: string;
  account: string;
  /** raw bytes, at least 16 (RFC 4226 section 4, R6) */
  seed: Buffer;
  parameters: OtpParameters;
}

/** Control, line-breaking and bidirectional characters: invisible, and able to fake what a person reads. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * The form of an issuer or account that a key URI can carry. Unsafe characters go, white space at the
 * ends goes, and a colon becomes a hyphen: the format forbids it in either part, and apps split the
 * label at it even when it is percent-encoded. Doing it twice changes nothing.
 */
export function cleanLabelPart(text: string): string {
  return text.toWellFormed().replace(UNSAFE, '').replaceAll(':', '-').trim();
}

/**
 * Writes a key URI: `otpauth://totp/Issuer:account?secret=...&issuer=...` with every parameter spelled
 * out. `parseOtpauthUri` gives the same key back, with issuer and account as `cleanLabelPart` leaves them.
 * An empty issuer is left out.
 * @throws RangeError when nothing is left of the account, the seed is short, or a parameter is out of bounds
 */
export function formatOtpauthUri(key: OtpauthKey): string {
  const { issuer, account, seed, parameters } = checked(key);
  const label = [issuer, account]
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join(':');
  const query = {
    secret: encodeBase32(seed),
    ...(issuer === '' ? {} : { issuer }),
    algorithm: parameters.algorithm,
    digits: parameters.digits,
    period: parameters.periodSeconds,
  };
  // Not URLSearchParams, which writes a space as "+", and some apps then show the "+".
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `otpauth://totp/${label}?${pairs.join('&')}`;
}

/**
 * Reads a key URI of any program. Parameters that are absent take the default; unknown ones are ignored. Issuer and
 * account come back as `cleanLabelPart` leaves them; the issuer parameter outweighs the one in the label. The secret
 * and the name of the algorithm may be in small letters.
 * @throws RangeError saying what is wrong, never with any part of the input in it
 */
export function parseOtpauthUri(uri: string): OtpauthKey {
  const parts = /^otpauth:\/\/totp\/([^?#]*)\?([^#]*)$/.exec(uri);
  if (!parts) throw new RangeError('not an otpauth://totp/ URI with a label and parameters');
  const [, rawLabel = '', rawQuery = ''] = parts;
  const label = percentDecode(rawLabel);
  const query = parseQuery(rawQuery);
  const secret = query.get('secret');
  if (secret === undefined) throw new RangeError('the secret is missing');
  const issuer = query.get('issuer');
  return checked({
    issuer: issuer ?? label.slice(0, Math.max(0, label.indexOf(':'))),
    account: accountInLabel(label, issuer),
    seed: decodeWrittenBase32(secret),
    parameters: {
      algorithm: (query.get('algorithm')?.toUpperCase() ?? DEFAULT_PARAMETERS.algorithm) as Algorithm,
      digits: wholeNumber(query.get('digits')) ?? DEFAULT_PARAMETERS.digits,
      periodSeconds: wholeNumber(query.get('period')) ?? DEFAULT_PARAMETERS.periodSeconds,
    },
  });
}

/**
 * Whose key it is, by a label like `Issuer:account`. Some programs let a colon into the issuer, and then only the issuer
 * that they also say apart tells where it ends.
 */
export const accountInLabel = (label: string, issuer = ''): string =>
  label.slice((label.startsWith(`${issuer}:`) ? issuer.length : label.indexOf(':')) + 1);

function checked({ issuer, account, seed, parameters }: OtpauthKey): OtpauthKey {
  assertParameters(parameters);
  requireSeed(seed);
  const cleanAccount = cleanLabelPart(account);
  if (cleanAccount === '') throw new RangeError('the account is empty');
  return { issuer: cleanLabelPart(issuer), account: cleanAccount, seed, parameters };
}

function parseQuery(raw: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of raw.split('&').filter((pair) => pair !== '')) {
    const [name = '', ...rest] = pair.split('=');
    // Of two secrets, server and app could each take another.
    if (values.has(name)) throw new RangeError('a parameter appears twice');
    values.set(name, percentDecode(rest.join('=').replaceAll('+', ' ')));
  }
  return values;
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError('the percent-encoding is broken');
  }
}

/** NaN, which no bound admits, unless the text is plain decimal digits. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : Number.NaN;
}
