import type { OtpParameters } from '../core/otp.ts';
import { openSeed, type SealBinding, SealBroken, sealSeed } from '../core/sealing.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Reseal } from '../keys/reseal.ts';
import type { Reader } from '../store/database.ts';
import type { CredentialRow } from './queries.ts';

export const parametersOf = ({ algorithm, digits, period }: CredentialRow): OtpParameters => ({
  algorithm,
  digits,
  periodSeconds: period,
});

/** What a seed is sealed to: moved to another row, or with other parameters, it does not open. */
export const bindingOf = ({ instanceId }: Pick<KeyRing, 'instanceId'>, row: CredentialRow): SealBinding => ({
  instanceId,
  userId: row.user_id,
  credentialId: row.id,
  parameters: parametersOf(row),
});

/**
 * Opens a credential's seed. The caller wipes it after use.
 *
 * @throws SealBroken when the row was tampered with or its key is not in the ring.
 */
export async function openSeedOf(keys: KeyRing, reader: Reader, row: CredentialRow): Promise<Buffer> {
  if (!row.sealed_seed) throw new SealBroken();
  return openSeed(await keys.find(reader, row.key_id), bytesOf(row.sealed_seed), bindingOf(keys, row));
}

/** The seed that a restart of the enrolment replaced; undefined: there is none that opens. */
export async function openReplacedSeedOf(
  keys: KeyRing,
  reader: Reader,
  row: CredentialRow,
): Promise<Buffer | undefined> {
  if (!row.replaced_seed) return undefined;
  try {
    const key = await keys.find(reader, row.replaced_key_id);
    return openSeed(key, bytesOf(row.replaced_seed), bindingOf(keys, row));
  } catch (error) {
    // It was sealed to other parameters: it only explains wrong codes, and explains none then.
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

export const resealSeed: Reseal<CredentialRow> = (row, sealed, { from, to, instanceId }) => {
  const binding = bindingOf({ instanceId }, row);
  const seed = openSeed(from, sealed, binding);
  const anew = sealSeed(to, seed, binding);
  seed.fill(0);
  return anew;
};

/** One that was sealed to other parameters is no use to anybody, and is not kept. */
export const resealReplacedSeed: Reseal<CredentialRow> = (...replaced) => {
  try {
    return resealSeed(...replaced);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
};

const bytesOf = (sealed: Uint8Array): Buffer =>
  Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
