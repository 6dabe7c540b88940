import { type Sql, sql } from '../store/sql.ts';

/** Somebody who can sign in with a password. */
export interface PersonRow {
  user_id: number;
  email: string;
  password_hash: string | null;
  password_reset_required_at: number | null;
  locale: string | null;
}

const columns = sql`credential.user_id, credential.email, credential.password_hash,
  credential.password_reset_required_at, users.locale`;

const fromPeople = sql`FROM credentials_email AS credential
  JOIN users ON users.id = credential.user_id AND users.disabled_at IS NULL`;

export const personWithEmail = (emailKey: string): Sql =>
  sql`SELECT ${columns} ${fromPeople} WHERE credential.email_key = ${emailKey}`;

export const insertSignIn = (signIn: {
  digest: Uint8Array;
  userId: number;
  returnTo: string;
  nowMs: number;
  expiresAtMs: number;
}): Sql => sql`
  INSERT INTO sign_ins (digest, user_id, return_to, created_at, expires_at)
  VALUES (${signIn.digest}, ${signIn.userId}, ${signIn.returnTo}, ${signIn.nowMs}, ${signIn.expiresAtMs})`;

export interface SignInRow extends PersonRow {
  return_to: string;
}

export const findSignIn = (digest: Uint8Array, nowMs: number): Sql => sql`
  SELECT ${columns}, sign_in.return_to ${fromPeople}
  JOIN sign_ins AS sign_in ON sign_in.user_id = credential.user_id
  WHERE sign_in.digest = ${digest} AND sign_in.expires_at > ${nowMs}`;

/** Of all who finish it at the same instant, one deletes a row. */
export const deleteSignIn = (digest: Uint8Array): Sql => sql`DELETE FROM sign_ins WHERE digest = ${digest}`;

export const deleteSignInsOf = (userId: number): Sql => sql`DELETE FROM sign_ins WHERE user_id = ${userId}`;

export const deleteExpiredSignIns = (nowMs: number): Sql => sql`
  DELETE FROM sign_ins WHERE digest IN (
    SELECT digest FROM sign_ins WHERE expires_at <= ${nowMs} ORDER BY expires_at LIMIT 100)`;

export const setSignedIn = (userId: number, nowMs: number): Sql =>
  sql`UPDATE credentials_email SET logged_in_at = ${nowMs} WHERE user_id = ${userId}`;
