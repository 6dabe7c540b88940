import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id } from './argon2.ts';
import { compose } from './compose.ts';
import { createGate } from './gate.ts';
import type { PasswordHash } from './phc.ts';
import { formatPhc, parsePhc } from './phc.ts';

/** Thrown when too many passwords are being checked; the caller answers 503 and the client comes back. */
export class PasswordGateFull extends Error {
  override name = 'PasswordGateFull';

  constructor() {
    super('too many passwords are being checked');
  }
}

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane; about 30 ms. */
const COST = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Stands in for the hash of a user who does not exist. Its result is thrown away. */
const DUMMY: PasswordHash = { ...COST, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) };

/** Two take 38 MiB, and all of two cores; a queue of 64 is a second or so of work. */
const gate = createGate(2, 64, () => new PasswordGateFull());

/**
 * Hashes a password with argon2id (RFC 9106).
 * @returns a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`
 * @throws PasswordGateFull when two are running and 64 wait
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { ...COST, salt }, HASH_BYTES);
  return formatPhc({ ...COST, salt, hash });
}

/**
 * Whether a password is the one that was hashed. Compares in constant time.
 * @param phc what `hashPassword` returned, or undefined for a user who does not exist or has no
 *   password: that costs the same and is false
 * @param from the network that the password came from
 * @throws PasswordGateFull when two are running and 64 wait, or 32 of the same network; RangeError when `phc` is
 *   malformed
 */
export async function verifyPassword(
  password: string,
  phc: string | undefined,
  from?: string,
): Promise<boolean> {
  const stored = phc === undefined ? DUMMY : parsePhc(phc);
  const hash = await derive(password, stored, stored.hash.length, from);
  const equal = timingSafeEqual(hash, stored.hash);
  return equal && phc !== undefined;
}

/**
 * Whether a stored hash was made at another cost than today's, and should be replaced at the next login.
 * @throws RangeError when `phc` is malformed
 */
export function needsRehash(phc: string): boolean {
  const { memoryKiB, passes, lanes, salt, hash } = parsePhc(phc);
  return (
    memoryKiB !== COST.memoryKiB ||
    passes !== COST.passes ||
    lanes !== COST.lanes ||
    salt.length < SALT_BYTES ||
    hash.length < HASH_BYTES
  );
}

/**
 * NFC, as RFC 8265 section 4.2.2 has it: keyboards differ in how they compose the same letter. Not NFKC,
 * which also merges characters a person sees as different, such as ² and 2.
 */
function derive(
  password: string,
  cost: Omit<PasswordHash, 'hash'>,
  tagLength: number,
  from?: string,
): Promise<Buffer> {
  const run = () =>
    argon2id({
      message: compose(password),
      nonce: cost.salt,
      memory: cost.memoryKiB,
      passes: cost.passes,
      parallelism: cost.lanes,
      tagLength,
    });
  return gate(run, from);
}
