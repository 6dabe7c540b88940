import type { Bucket } from '../core/budget.ts';
import { type Sql, sql } from '../store/sql.ts';

export interface LinkRow {
  user_id: number;
  email: string;
  /** 1: the user never had a password; 0: they have one. */
  first: number;
  first_name: string;
  last_name: string;
  locale: string | null;
}

/** Puts a link in the place of the one there was. */
export const putLink = (link: {
  userId: number;
  digest: Uint8Array;
  nowMs: number;
  expiresAtMs: number | null;
}): Sql => sql`
  INSERT INTO password_links (user_id, digest, created_at, expires_at)
  VALUES (${link.userId}, ${link.digest}, ${link.nowMs}, ${link.expiresAtMs})
  ON CONFLICT (user_id) DO UPDATE
  SET digest = excluded.digest, created_at = excluded.created_at, expires_at = excluded.expires_at`;

/** A link that is good now: neither expired nor of a user who is disabled. */
export const selectLink = (digest: Uint8Array, nowMs: number): Sql => sql`
  SELECT link.user_id, credential.email, CASE WHEN credential.password_hash IS NULL THEN 1 ELSE 0 END AS first, users.first_name,
    users.last_name, users.locale
  FROM password_links AS link
  JOIN credentials_email AS credential ON credential.user_id = link.user_id
  JOIN users ON users.id = link.user_id AND users.disabled_at IS NULL
  WHERE link.digest = ${digest} AND (link.expires_at IS NULL OR link.expires_at > ${nowMs})`;

/** Uses a link up, of all who try at the same instant for one: a row tells that it was good until now. */
export const spendLink = (digest: Uint8Array, nowMs: number): Sql => sql`
  DELETE FROM password_links
  WHERE digest = ${digest} AND (expires_at IS NULL OR expires_at > ${nowMs})
    AND EXISTS (SELECT 1 FROM users WHERE users.id = password_links.user_id AND users.disabled_at IS NULL)`;

export const setPassword = (userId: number, passwordHash: string): Sql => sql`
  UPDATE credentials_email SET password_hash = ${passwordHash}, password_reset_required_at = NULL
  WHERE user_id = ${userId}`;

export const enabledUserWithEmail = (emailKey: string): Sql => sql`
  SELECT credential.user_id FROM credentials_email AS credential
  JOIN users ON users.id = credential.user_id AND users.disabled_at IS NULL
  WHERE credential.email_key = ${emailKey}`;

/** Pays for a mail. Changes nothing when there were too many. */
export const chargeMail = (userId: number, { capacity, refillMs }: Bucket, nowMs: number): Sql => sql`
  UPDATE credentials_email
  SET link_mails_spent_until =
    CASE WHEN link_mails_spent_until > ${nowMs} THEN link_mails_spent_until ELSE ${nowMs} END + ${refillMs}
  WHERE user_id = ${userId} AND link_mails_spent_until <= ${nowMs + (capacity - 1) * refillMs}`;

export const selectMailsSpent = (userId: number): Sql =>
  sql`SELECT link_mails_spent_until AS spent_until FROM credentials_email WHERE user_id = ${userId}`;
