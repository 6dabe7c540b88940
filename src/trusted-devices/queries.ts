import { type Sql, sql } from '../store/sql.ts';

export interface DeviceRow {
  id: number;
  user_id: number;
  digest: Uint8Array;
  previous_digest: Uint8Array | null;
  burst_spent_until: number;
  long_term_spent_until: number;
  created_at: number;
  last_used_at: number;
  expires_at: number;
  source: string | null;
  browser: string | null;
  operating_system: string | null;
}

export const selectDeviceByToken = (userId: number, digest: Uint8Array, nowMs: number): Sql => sql`
  SELECT * FROM trusted_devices
  WHERE user_id = ${userId} AND expires_at > ${nowMs} AND (digest = ${digest} OR previous_digest = ${digest})`;

export const selectDevices = (userId: number, nowMs: number): Sql => sql`
  SELECT * FROM trusted_devices WHERE user_id = ${userId} AND expires_at > ${nowMs} ORDER BY id`;

export const chargeDevice = (
  id: number,
  spent: Pick<DeviceRow, 'burst_spent_until' | 'long_term_spent_until'>,
): Sql => sql`
  UPDATE trusted_devices SET burst_spent_until = ${spent.burst_spent_until},
    long_term_spent_until = ${spent.long_term_spent_until}
  WHERE id = ${id}`;

export const insertDevice = (
  userId: number,
  device: {
    digest: Uint8Array;
    source: string;
    browser: string | null;
    operatingSystem: string | null;
    expiresAtMs: number;
  },
  nowMs: number,
): Sql => sql`
  INSERT INTO trusted_devices (user_id, digest, created_at, last_used_at, expires_at, source, browser,
    operating_system)
  VALUES (${userId}, ${device.digest}, ${nowMs}, ${nowMs}, ${device.expiresAtMs}, ${device.source},
    ${device.browser}, ${device.operatingSystem})`;

/** Gives the device its next token. The one it came with becomes the previous. */
export const renewDevice = (
  { id, digest: used }: DeviceRow,
  next: { digest: Uint8Array; expiresAtMs: number },
  nowMs: number,
): Sql => sql`
  UPDATE trusted_devices SET digest = ${next.digest}, previous_digest = ${used}, last_used_at = ${nowMs},
    expires_at = ${next.expiresAtMs}
  WHERE id = ${id}`;

export const deleteDevice = (userId: number, id: number): Sql =>
  sql`DELETE FROM trusted_devices WHERE user_id = ${userId} AND id = ${id}`;

export const deleteDevicesOf = (userId: number): Sql =>
  sql`DELETE FROM trusted_devices WHERE user_id = ${userId}`;

/** What has expired, and what is more than a user may have: the longest unused go first. */
export const deleteSurplusDevices = (userId: number, keep: number, nowMs: number): Sql => sql`
  DELETE FROM trusted_devices WHERE user_id = ${userId} AND (expires_at <= ${nowMs} OR id NOT IN (
    SELECT id FROM trusted_devices WHERE user_id = ${userId} ORDER BY last_used_at DESC, id DESC LIMIT ${keep}))`;

/** Whom to tell what happened to a device. */
export const selectOwner = (userId: number): Sql => sql`
  SELECT credential.email, users.locale FROM credentials_email AS credential
  JOIN users ON users.id = credential.user_id WHERE credential.user_id = ${userId}`;
