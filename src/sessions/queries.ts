import { accessVersion } from '../roles/permissions-of.ts';
import { type Sql, sql } from '../store/sql.ts';

export interface TokenRow {
  user_id: number;
  sudo_user_id: number | null;
  api_key_id: number;
  access_version: number;
  expires_at: number;
}

/**
 * A token, and as of when permissions count. Whatever ends the user, the key, or the administrator who acts
 * as the user, ends the token with it.
 */
export const findToken = (digest: Uint8Array): Sql => sql`
  SELECT token.user_id, token.sudo_user_id, token.api_key_id, token.expires_at,
    (${accessVersion}) AS access_version
  FROM access_tokens AS token
  JOIN users ON users.id = token.user_id AND users.disabled_at IS NULL
  JOIN credentials_api3 AS api_key ON api_key.id = token.api_key_id AND api_key.disabled_at IS NULL
  JOIN users AS owner ON owner.id = api_key.user_id AND owner.disabled_at IS NULL
  WHERE token.digest = ${digest}
    AND NOT EXISTS (SELECT 1 FROM users AS sudo WHERE sudo.id = token.sudo_user_id AND sudo.disabled_at IS NOT NULL)`;

export const insertToken = (token: {
  digest: Uint8Array;
  userId: number;
  apiKeyId: number;
  sudoUserId: number | null;
  nowMs: number;
  expiresAtMs: number;
}): Sql => sql`
  INSERT INTO access_tokens (digest, user_id, api_key_id, sudo_user_id, created_at, expires_at)
  VALUES (${token.digest}, ${token.userId}, ${token.apiKeyId}, ${token.sudoUserId}, ${token.nowMs}, ${token.expiresAtMs})`;

export const deleteToken = (digest: Uint8Array): Sql =>
  sql`DELETE FROM access_tokens WHERE digest = ${digest}`;

/** Whoever they speak for: of the user, of the user's keys, of those who act as the user or as whom the user acts. */
export const deleteTokensOf = (userId: number, exceptDigest: Uint8Array): Sql => sql`
  DELETE FROM access_tokens
  WHERE (user_id = ${userId} OR sudo_user_id = ${userId}
      OR api_key_id IN (SELECT id FROM credentials_api3 WHERE user_id = ${userId}))
    AND digest <> ${exceptDigest}`;

export const selectWorkspace = (digest: Uint8Array): Sql =>
  sql`SELECT workspace_id FROM access_tokens WHERE digest = ${digest}`;

export const setWorkspace = (digest: Uint8Array, workspaceId: string): Sql =>
  sql`UPDATE access_tokens SET workspace_id = ${workspaceId} WHERE digest = ${digest}`;

export const deleteExpiredTokens = (nowMs: number): Sql => sql`
  DELETE FROM access_tokens WHERE digest IN (
    SELECT digest FROM access_tokens WHERE expires_at <= ${nowMs} ORDER BY expires_at LIMIT 1000)`;

export const findApiKey = (clientId: string): Sql => sql`
  SELECT api_key.id, api_key.user_id, api_key.secret_digest
  FROM credentials_api3 AS api_key
  JOIN users ON users.id = api_key.user_id AND users.disabled_at IS NULL
  WHERE api_key.client_id = ${clientId} AND api_key.disabled_at IS NULL`;

export const findEnabledUser = (userId: number): Sql =>
  sql`SELECT id FROM users WHERE id = ${userId} AND disabled_at IS NULL`;
