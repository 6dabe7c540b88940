import { API_PREFIX } from '../http/origin.ts';
import { timestamp } from '../http/timestamp.ts';
import type { SessionRow } from './queries.ts';

/** Nobody outside is asked where an address is, so there is no place to tell. */
export const presentSession = (row: SessionRow, origin: string) => ({
  can: {},
  id: String(row.id),
  ip_address: row.ip,
  browser: row.browser,
  operating_system: row.operating_system,
  city: null,
  state: null,
  country: null,
  credentials_type: row.credentials_type,
  extended_at: null,
  extended_count: null,
  sudo_user_id: row.sudo_user_id === null ? null : String(row.sudo_user_id),
  created_at: timestamp(row.created_at),
  expires_at: timestamp(row.expires_at),
  url: `${origin}${API_PREFIX}/users/${row.user_id}/sessions/${row.id}`,
});
