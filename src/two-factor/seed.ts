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
  const key = row.key_id === null ? undefined : keys.byId.get(row.key_id);
  const sealed = row.sealed_seed;
  if (!key || !sealed) throw new SealBroken();
  return openSeed(
    key,
    Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength),
    bindingOf(keys, row),
  );
}
