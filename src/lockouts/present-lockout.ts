import { timestamp } from '../http/timestamp.ts';
import type { LockoutRow } from './queries.ts';

export const presentLockout = (row: LockoutRow) => ({
  can: {},
  key: row.key,
  auth_type: row.auth_type,
  ip: row.ip,
  user_id: row.user_id === null ? null : String(row.user_id),
  remote_id: null,
  full_name: row.full_name,
  email: row.email,
  fail_count: row.fail_count,
  lockout_at: timestamp(row.lockout_at),
});
