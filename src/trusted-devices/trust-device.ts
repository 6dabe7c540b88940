import { recordEvent } from '../audit/record-event.ts';
import type { Caller } from '../core/caller.ts';
import { digest, digestsEqual, randomAlphanumeric } from '../core/tokens.ts';
import type { Transaction } from '../store/database.ts';

export { chargeDevice, type DeviceRow } from './queries.ts';

import {
  type DeviceRow,
  deleteDevice,
  deleteSurplusDevices,
  insertDevice,
  renewDevice,
  selectDeviceByToken,
} from './queries.ts';

/** How long a device is known after its last right code, and how many a user may have. */
const TRUSTED_MS = 30 * 24 * 3_600_000;
const MAX_DEVICES = 10;
const TOKEN_LENGTH = 43;

/**
 * Knows a device by its token. A token is good for one right code, whose answer has the next. So when one is
 * used that was replaced, there are two who hold the device's tokens, or the answer was lost: the device is
 * trusted no longer, to be on the safe side.
 *
 * @returns undefined for a token that is not alive: the attempt is then a stranger's.
 */
export async function recognizeDevice(
  tx: Transaction,
  caller: Caller,
  userId: number,
  token: string,
  nowMs: number,
): Promise<DeviceRow | undefined> {
  const tokenDigest = digest(token);
  const device = await tx.hold<DeviceRow>(selectDeviceByToken(userId, tokenDigest, nowMs));
  if (!device) return undefined;
  if (digestsEqual(Buffer.from(device.digest), tokenDigest)) return device;
  await tx.run(deleteDevice(userId, device.id));
  await recordEvent(tx, nowMs, {
    action: 'revoke_device',
    outcome: 'copied_token',
    actor: caller,
    targetUserId: userId,
    detail: `device ${device.id}`,
  });
  return undefined;
}

/**
 * Trusts a device from now on, or gives a device that is trusted its next token.
 *
 * @returns The token. Only its digest is kept, so this is the one time it can be seen.
 */
export async function trustDevice(
  tx: Transaction,
  caller: Caller,
  userId: number,
  known: DeviceRow | undefined,
  nowMs: number,
): Promise<string> {
  const token = randomAlphanumeric(TOKEN_LENGTH);
  const next = { digest: digest(token), expiresAtMs: nowMs + TRUSTED_MS };
  if (known) {
    await tx.run(renewDevice(known, next, nowMs));
    return token;
  }
  await tx.run(insertDevice(userId, { ...next, source: caller.source }, nowMs));
  await tx.run(deleteSurplusDevices(userId, MAX_DEVICES, nowMs));
  await recordEvent(tx, nowMs, { action: 'trust_device', actor: caller, targetUserId: userId });
  return token;
}
