import { type Sql, sql } from '../store/sql.ts';

export interface PasswordRow {
  email: string;
  email_key: string;
  password_hash: string | null;
}

export const selectPassword = (userId: number): Sql =>
  sql`SELECT email, email_key, password_hash FROM credentials_email WHERE user_id = ${userId}`;

/** Changes nothing when the password is another one by now. */
export const replacePassword = (
  userId: number,
  { before, after }: { before: string; after: string },
): Sql => sql`
  UPDATE credentials_email SET password_hash = ${after}, password_reset_required_at = NULL
  WHERE user_id = ${userId} AND password_hash = ${before}`;
