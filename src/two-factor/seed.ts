import type { OtpParameters } from '../core/otp.ts';
import { openSeed, type SealBinding, SealBroken } from '../core/sealing.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { CredentialRow } from './queries.ts';

export const parametersOf = ({ algorithm, digits, period }: CredentialRow): OtpParameters => ({
  algorithm,
  digits,
  periodSeconds: period,
});

/** What a seed is sealed to: moved to another row, or with other parameters, it does not open. */
export const bindingOf = ({ instanceId }: KeyRing, row: CredentialRow): SealBinding => ({
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
export function openSeedOf(keys: KeyRing, row: CredentialRow): Buffer {
  if (!row.sealed_seed) throw new SealBroken();
  return open(keys, row, row.sealed_seed, row.key_id);
}

/** The seed that a restart of the enrolment replaced; undefined: there is none that opens. */
export function openReplacedSeedOf(keys: KeyRing, row: CredentialRow): Buffer | undefined {
  if (!row.replaced_seed) return undefined;
  try {
    return open(keys, row, row.replaced_seed, row.replaced_key_id);
  } catch (error) {
    // It was sealed to other parameters: it only explains wrong codes, and explains none then.
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

function open(keys: KeyRing, row: CredentialRow, sealed: Uint8Array, keyId: string | null): Buffer {
  const key = keyId === null ? undefined : keys.byId.get(keyId);
  if (!key) throw new SealBroken();
  return openSeed(
    key,
    Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength),
    bindingOf(keys, row),
  );
}
