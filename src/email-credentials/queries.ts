import type { Page } from '../core/page.ts';
import { permissionsOf } from '../roles/permissions-of.ts';
import { idList, type Sql, sql } from '../store/sql.ts';

export interface EmailCredentialRow {
  user_id: number;
  email: string;
  password_hash: string | null;
  password_reset_required_at: number | null;
  created_at: number;
  logged_in_at: number | null;
  user_disabled_at: number | null;
  locale: string | null;
  /** What the user may do, in the stored form. null: nothing, or it was not asked for. */
  permissions: string | null;
}

/** @param withPermissions Whether to ask for them, too: that is as much work again. */
const selectFrom = (withPermissions: boolean): Sql => sql`
  SELECT credential.user_id, credential.email, credential.password_hash, credential.password_reset_required_at,
    credential.created_at, credential.logged_in_at, users.disabled_at AS user_disabled_at, users.locale,
    ${withPermissions ? sql`(${permissionsOf(sql`credential.user_id`)})` : sql`NULL`} AS permissions
  FROM credentials_email AS credential JOIN users ON users.id = credential.user_id`;

export const sortColumns = {
  id: sql`credential.user_id`,
  user_id: sql`credential.user_id`,
  email: sql`credential.email_key`,
  created_at: sql`credential.created_at`,
  logged_in_at: sql`credential.logged_in_at`,
};

export const selectCredential = (userId: number, withPermissions = false): Sql =>
  sql`${selectFrom(withPermissions)} WHERE credential.user_id = ${userId}`;

export const selectCredentials = (userIds: readonly number[], withPermissions: boolean): Sql =>
  sql`${selectFrom(withPermissions)} WHERE credential.user_id IN (${idList(userIds)})`;

export const listCredentials = (
  where: Sql,
  order: Sql,
  { limit, offset }: Page,
  withPermissions: boolean,
): Sql => sql`
  ${selectFrom(withPermissions)} WHERE ${where} ORDER BY ${order}
  LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

interface Address {
  email: string;
  emailKey: string;
}

/** Changes nothing when the user has a credential or somebody has the address. */
export const insertCredential = (userId: number, { email, emailKey }: Address, nowMs: number): Sql => sql`
  INSERT INTO credentials_email (user_id, email, email_key, created_at)
  VALUES (${userId}, ${email}, ${emailKey}, ${nowMs}) ON CONFLICT DO NOTHING`;

/** Changes nothing when another user has the address. */
export const setAddress = (userId: number, { email, emailKey }: Address): Sql => sql`
  UPDATE credentials_email SET email = ${email}, email_key = ${emailKey}
  WHERE user_id = ${userId} AND NOT EXISTS (
    SELECT 1 FROM credentials_email AS other WHERE other.email_key = ${emailKey} AND other.user_id <> ${userId})`;

/** @param sinceMs null: no new password is wanted. Who had to choose one already keeps the time. */
export const setPasswordResetRequired = (userId: number, sinceMs: number | null): Sql => {
  const since = sinceMs === null ? sql`NULL` : sql`COALESCE(password_reset_required_at, ${sinceMs})`;
  return sql`UPDATE credentials_email SET password_reset_required_at = ${since} WHERE user_id = ${userId}`;
};

export const deleteCredential = (userId: number): Sql =>
  sql`DELETE FROM credentials_email WHERE user_id = ${userId}`;
