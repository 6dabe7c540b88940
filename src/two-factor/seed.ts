import { randomBytes } from 'node:crypto';
import type { OtpParameters } from '../core/otp.ts';
import { openSeed, SEED_SALT_BYTES, type SealBinding, SealBroken, sealSeed } from '../core/sealing.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Exchange, Reseal } from '../keys/reseal.ts';
import type { Reader, Transaction } from '../store/database.ts';
import {
  type CredentialRow,
  insertSalt,
  type ReplacementRow,
  type SealedSeed,
  selectSalt,
  setSalt,
  type WholeCredential,
} from './queries.ts';

/** What a seed belongs to: the id is the credential's. */
type Sealed = Pick<CredentialRow, 'id' | 'user_id' | 'algorithm' | 'digits' | 'period'>;

export const parametersOf = ({ algorithm, digits, period }: Omit<Sealed, 'id'>): OtpParameters => ({
  algorithm,
  digits,
  periodSeconds: period,
});

/** What a seed is sealed to: moved to another row, or with other parameters, it does not open. */
export const bindingOf = ({ instanceId }: Pick<KeyRing, 'instanceId'>, row: Sealed): SealBinding => ({
  instanceId,
  userId: row.user_id,
  credentialId: row.id,
  parameters: parametersOf(row),
});

/** Seals a seed for a credential, whose parameters are those that the seed is used with. */
export async function sealSeedOf(
  keys: KeyRing,
  tx: Transaction,
  row: CredentialRow,
  seed: Buffer,
): Promise<SealedSeed> {
  const key = await keys.current(tx);
  const { id, salt } = await addSalt(tx);
  return { sealed: sealSeed(key, seed, bindingOf(keys, row), salt), keyId: key.id, saltId: id };
}

async function addSalt(tx: Transaction): Promise<{ id: number; salt: Buffer }> {
  const salt = randomBytes(SEED_SALT_BYTES);
  const { id } = (await tx.get<{ id: number }>(insertSalt(salt))) as { id: number };
  return { id, salt };
}

/**
 * Opens a credential's seed. The caller wipes it after use.
 *
 * @throws SealBroken when the row was tampered with or its key is not in the ring.
 */
export async function openSeedOf(
  keys: KeyRing,
  reader: Reader,
  row: Sealed & Pick<WholeCredential, 'sealed_seed' | 'key_id' | 'salt'>,
): Promise<Buffer> {
  const { sealed_seed, key_id, salt } = row;
  if (!sealed_seed) throw new SealBroken();
  const key = await keys.find(reader, key_id);
  return openSeed(key, sealed_seed, bindingOf(keys, row), salt ?? undefined);
}

/** The seed that a restart of the enrolment replaced; undefined: there is none that opens. */
export async function openReplacedSeedOf(
  keys: KeyRing,
  reader: Reader,
  row: CredentialRow,
): Promise<Buffer | undefined> {
  const { replaced_seed, replaced_key_id, replaced_salt_id } = row;
  if (!replaced_seed) return undefined;
  try {
    const key = await keys.find(reader, replaced_key_id);
    const salt = await findSalt(reader, replaced_salt_id);
    return openSeed(key, replaced_seed, bindingOf(keys, row), salt);
  } catch (error) {
    // It was sealed to other parameters: it only explains wrong codes, and explains none then.
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

async function findSalt(reader: Reader, id: number | null): Promise<Uint8Array | undefined> {
  const row = id === null ? undefined : await reader.get<{ salt: Uint8Array }>(selectSalt(id));
  return row?.salt;
}

/** One that still has its salt with it is given another apart. */
export const resealSeed: Reseal<CredentialRow> = async (tx, row, sealed, exchange) => {
  const salt = await findSalt(tx, row.salt_id);
  if (salt) return sealAnew(row, sealed, exchange, salt);
  const made = await addSalt(tx);
  await tx.run(setSalt(row.id, made.id));
  return sealAnew(row, sealed, exchange, made.salt);
};

/** One that does not open, since it was sealed to other parameters, is no use to anybody and is not kept. */
export const resealReplacedSeed: Reseal<CredentialRow> = async (tx, row, sealed, exchange) => {
  const salt = await findSalt(tx, row.replaced_salt_id);
  try {
    return salt ? sealAnew(row, sealed, exchange, salt) : null;
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
};

/** The seed that is to take the place of another is sealed as that one is. */
export const resealReplacement: Reseal<ReplacementRow> = async (tx, row, sealed, exchange) => {
  const salt = await findSalt(tx, row.salt_id);
  if (!salt) throw new SealBroken();
  return sealAnew({ ...row, id: row.credential_id }, sealed, exchange, salt);
};

function sealAnew(row: Sealed, sealed: Uint8Array, { from, to, instanceId }: Exchange, salt: Uint8Array) {
  const binding = bindingOf({ instanceId }, row);
  const seed = openSeed(from, sealed, binding, salt);
  const anew = sealSeed(to, seed, binding, salt);
  seed.fill(0);
  return anew;
}
