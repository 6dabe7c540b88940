import type { Reader } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { type DeviceRow, selectDevices } from './queries.ts';

/** @throws AppError `not_found` when there is no such user. */
export async function trustedDevicesOf(reader: Reader, userId: number, nowMs: number): Promise<DeviceRow[]> {
  await requireUser(reader, userId);
  return reader.all<DeviceRow>(selectDevices(userId, nowMs));
}
