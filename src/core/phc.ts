/** An argon2id hash with all that is needed to compute it again. */
export interface PasswordHash {
  memoryKiB: number;
  passes: number;
  lanes: number;
  salt: Buffer;
  hash: Buffer;
}

const NUMBER = '([1-9][0-9]{0,6})';
const BASE64 = '([A-Za-z0-9+/]+)';
const PHC = new RegExp(`^\\$argon2id\\$v=19\\$m=${NUMBER},t=${NUMBER},p=${NUMBER}\\$${BASE64}\\$${BASE64}$`);

/** More than anyone stores, and little enough that a forged row cannot take the machine down. */
const MAX_MEMORY_KIB = 256 * 1024;
const MAX_PASSES = 16;
const MAX_LANES = 8;

/** Writes the PHC string of an argon2id hash. */
export function formatPhc({ memoryKiB, passes, lanes, salt, hash }: PasswordHash): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${encode(salt)}$${encode(hash)}`;
}

/**
 * Reads the PHC string of an argon2id hash, one spelling per value.
 * @throws RangeError when anything is malformed, unknown or beyond the limits; the message holds none of it
 */
export function parsePhc(phc: string): PasswordHash {
  const [, memory, passes, lanes, salt = '', hash = ''] = PHC.exec(phc) ?? malformed();
  const parsed = {
    memoryKiB: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  return formatPhc(parsed) === phc && isWithinLimits(parsed) ? parsed : malformed();
}

function isWithinLimits({ memoryKiB, passes, lanes, salt, hash }: PasswordHash): boolean {
  return (
    memoryKiB <= MAX_MEMORY_KIB &&
    memoryKiB >= 8 * lanes &&
    passes <= MAX_PASSES &&
    lanes <= MAX_LANES &&
    salt.length >= 8 &&
    salt.length <= 64 &&
    hash.length >= 16 &&
    hash.length <= 64
  );
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

function malformed(): never {
  throw new RangeError('not an argon2id PHC string');
}
