import { recordEvent } from '../audit/record-event.ts';
import type { Caller } from '../core/caller.ts';
import { digest, digestsEqual, randomAlphanumeric } from '../core/tokens.ts';
import { describeUserAgent } from '../core/user-agent.ts';
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

/** What a token says of who shows it. `copied`: it was replaced, so somebody else may have its successor. */
export type Recognition = { device?: DeviceRow; copied?: boolean };

/**
 * Knows a device by its token. A token is good for one right code, whose answer has the next. So when one is
 * used that was replaced, there are two who hold the device's tokens, or the answer was lost: the device is
 * trusted no longer, to be on the safe side, and its owner is told once that stands: see warn-of-copy.ts.
 *
 * @returns No device for a token that is not alive: the attempt is then a stranger's.
 */
export async function recognizeDevice(
  tx: Transaction,
  caller: Caller,
  userId: number,
  token: string,
  nowMs: number,
): Promise<Recognition> {
  const tokenDigest = digest(token);
  const device = await tx.hold<DeviceRow>(selectDeviceByToken(userId, tokenDigest, nowMs), 'trusted_devices');
  if (!device) return {};
  if (digestsEqual(Buffer.from(device.digest), tokenDigest)) return { device };
  await tx.run(deleteDevice(userId, device.id));
  await recordEvent(tx, nowMs, {
    action: 'revoke_device',
    outcome: 'copied_token',
    actor: caller,
    targetUserId: userId,
    detail: `device ${device.id}`,
  });
  return { copied: true };
}

/**
 * Trusts a device that a right code came from: from now on, or for as long again if it is trusted, with its next
 * token.
 *
 * @param userAgent The `User-Agent` header of the browser that asks for it, if one does.
 * @returns The token. Only its digest is kept, so this is the one time it can be seen.
 */
export async function trustDevice(
  tx: Transaction,
  caller: Caller,
  userId: number,
  known: DeviceRow | undefined,
  nowMs: number,
  userAgent?: string,
): Promise<string> {
  const expiresAtMs = nowMs + TRUSTED_MS;
  if (known) return nextToken(tx, known, nowMs, expiresAtMs);
  const token = randomAlphanumeric(TOKEN_LENGTH);
  const device = {
    digest: digest(token),
    source: caller.source,
    ...describeUserAgent(userAgent),
    expiresAtMs,
  };
  await tx.run(insertDevice(userId, device, nowMs));
  await tx.run(deleteSurplusDevices(userId, MAX_DEVICES, nowMs));
  await recordEvent(tx, nowMs, { action: 'trust_device', actor: caller, targetUserId: userId });
  return token;
}

/**
 * Gives a device its next token after it was used.
 *
 * @param expiresAtMs Until when it is trusted: no longer than before, unless a code proved it anew.
 * @returns The token, as `trustDevice` does.
 */
export async function nextToken(
  tx: Transaction,
  device: DeviceRow,
  nowMs: number,
  expiresAtMs = device.expires_at,
): Promise<string> {
  const token = randomAlphanumeric(TOKEN_LENGTH);
  await tx.run(renewDevice(device, { digest: digest(token), expiresAtMs }, nowMs));
  return token;
}
