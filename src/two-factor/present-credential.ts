import { API_PREFIX } from '../http/origin.ts';
import { timestamp } from '../http/timestamp.ts';
import type { CredentialWithUser } from './queries.ts';

/** The credential as the API shows it: never its seed, in any form. */
export const presentCredential = (
  row: Pick<
    CredentialWithUser,
    'user_id' | 'created_at' | 'disabled_at' | 'user_disabled_at' | 'verified_at'
  >,
  origin: string,
) => ({
  can: {},
  created_at: timestamp(row.created_at),
  is_disabled: row.disabled_at !== null || row.user_disabled_at !== null,
  type: 'two-factor',
  verified: row.verified_at !== null,
  url: `${origin}${API_PREFIX}/users/${row.user_id}/credentials_totp`,
});
