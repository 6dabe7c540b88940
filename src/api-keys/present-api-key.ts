import { API_PREFIX } from '../http/origin.ts';
import { timestamp } from '../http/timestamp.ts';
import type { ApiKeyRow } from './queries.ts';

export const presentApiKey = (row: ApiKeyRow, origin: string) => ({
  can: {},
  id: String(row.id),
  client_id: row.client_id,
  created_at: timestamp(row.created_at),
  is_disabled: row.disabled_at !== null || row.user_disabled_at !== null,
  type: 'api3',
  url: `${origin}${API_PREFIX}/users/${row.user_id}/credentials_api3/${row.id}`,
});
