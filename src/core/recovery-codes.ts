import { randomBytes } from 'node:crypto';
import { digest } from './tokens.ts';

/** How many codes one set has. */
export const RECOVERY_CODE_COUNT = 10;

/** Crockford's Base32: no I, L, O or U, so that a code survives being read out and written down. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const CODE_CHARACTERS = 25;

/** A new recovery code of 125 random bits, as `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`. */
export function newRecoveryCode(): string {
  const characters = Array.from(randomBytes(CODE_CHARACTERS), (byte) => ALPHABET.charAt(byte & 31)).join('');
  return characters.replace(/.{5}(?=.)/g, '$&-');
}

/**
 * Reads a recovery code as a person may type it: either case, with or without hyphens and spaces, O for
 * 0, and I or L for 1.
 * @returns the 25 characters all spellings share, or undefined when it cannot be a code
 */
export function parseRecoveryCode(input: unknown): string | undefined {
  if (typeof input !== 'string') return undefined;
  // Before upper-casing, which would turn some letters outside ASCII into letters of the alphabet.
  if (/[^0-9A-Za-z -]/.test(input)) return undefined;
  const canonical = input.replace(/[ -]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return canonical.length === CODE_CHARACTERS && !canonical.includes('U') ? canonical : undefined;
}

/**
 * What is stored of a recovery code. It names its use and its owner, so that the digest of one user is
 * worth nothing in the row of another.
 * @param canonical as `parseRecoveryCode` returned it
 * @returns 32 bytes
 * @throws RangeError when `userId` is not a whole number
 */
export function recoveryCodeDigest(userId: number, canonical: string): Buffer {
  if (!Number.isSafeInteger(userId)) throw new RangeError('userId must be a whole number');
  return digest(`recovery-code|v1|${userId}|${canonical}`);
}
