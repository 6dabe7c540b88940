import { digest } from '../core/tokens.ts';
import type { Reader } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { type DeviceRow, selectDeviceByToken, selectDevices } from './queries.ts';

export type { DeviceRow } from './queries.ts';

/** @throws AppError `not_found` when there is no such user. */
export async function trustedDevicesOf(reader: Reader, userId: number, nowMs: number): Promise<DeviceRow[]> {
  await requireUser(reader, userId);
  return reader.all<DeviceRow>(selectDevices(userId, nowMs));
}

/** The id of the device that has a token, only to show it: nothing is proved by that. */
export async function deviceWithToken(
  reader: Reader,
  userId: number,
  token: string,
  nowMs: number,
): Promise<number | undefined> {
  return (await reader.get<DeviceRow>(selectDeviceByToken(userId, digest(token), nowMs)))?.id;
}
