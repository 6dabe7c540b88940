import { type Caller, may } from '../core/caller.ts';
import { API_PREFIX } from '../http/origin.ts';
import { timestamp, timestampOrNull } from '../http/timestamp.ts';
import { covers } from '../roles/require-rank.ts';
import type { EmailCredentialRow } from './queries.ts';

/**
 * The credential as the API shows it: never its password, in any form. Of a link only a digest is kept, so
 * both links are null everywhere but in the answer that made one.
 *
 * @param row Read for this caller.
 */
export function presentEmailCredential(
  row: EmailCredentialRow,
  { caller, origin }: { caller: Caller; origin: string },
) {
  const userUrl = `${origin}${API_PREFIX}/users/${row.user_id}`;
  return {
    can: { show_password_reset_url: may(caller, 'manage_users') && covers(caller, row.permissions) },
    created_at: timestamp(row.created_at),
    email: row.email,
    forced_password_reset_at_next_login: row.password_reset_required_at !== null,
    user_id: String(row.user_id),
    is_disabled: row.user_disabled_at !== null || row.password_hash === null,
    logged_in_at: timestampOrNull(row.logged_in_at),
    password_reset_url: null,
    account_setup_url: null,
    type: 'email',
    url: `${userUrl}/credentials_email`,
    user_url: userUrl,
  };
}
