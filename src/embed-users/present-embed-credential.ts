import { API_PREFIX } from '../http/origin.ts';
import { timestamp, timestampOrNull } from '../http/timestamp.ts';
import type { EmbedCredentialRow } from './queries.ts';

export const presentEmbedCredential = (row: EmbedCredentialRow, origin: string) => ({
  can: {},
  created_at: timestamp(row.created_at),
  external_group_id: row.external_group_id,
  external_user_id: row.external_user_id,
  id: String(row.id),
  is_disabled: row.user_disabled_at !== null,
  logged_in_at: timestampOrNull(row.logged_in_at),
  type: 'embed',
  url: `${origin}${API_PREFIX}/users/${row.user_id}/credentials_embed/${row.id}`,
});
