import { idList, type Sql, sql } from '../store/sql.ts';

export interface ApiKeyRow {
  id: number;
  user_id: number;
  client_id: string;
  created_at: number;
  disabled_at: number | null;
  user_disabled_at: number | null;
}

const select = sql`
  SELECT api_key.id, api_key.user_id, api_key.client_id, api_key.created_at, api_key.disabled_at,
    users.disabled_at AS user_disabled_at
  FROM credentials_api3 AS api_key JOIN users ON users.id = api_key.user_id`;

export const selectApiKeysOf = (userIds: readonly number[]): Sql =>
  sql`${select} WHERE api_key.user_id IN (${idList(userIds)}) ORDER BY api_key.id`;

export const selectApiKey = (userId: number, id: number): Sql =>
  sql`${select} WHERE api_key.user_id = ${userId} AND api_key.id = ${id}`;

/** @param beforeId Only those that are older than this one. */
export const selectNewestApiKeys = (beforeId: number | undefined, limit: number): Sql => sql`
  ${select} WHERE ${beforeId === undefined ? sql`1 = 1` : sql`api_key.id < ${beforeId}`}
  ORDER BY api_key.id DESC LIMIT ${limit}`;

export const insertApiKey = (
  userId: number,
  clientId: string,
  secretDigest: Uint8Array,
  nowMs: number,
): Sql => sql`
  INSERT INTO credentials_api3 (user_id, client_id, secret_digest, created_at)
  VALUES (${userId}, ${clientId}, ${secretDigest}, ${nowMs}) RETURNING id`;

export const deleteApiKeyRow = (userId: number, id: number): Sql =>
  sql`DELETE FROM credentials_api3 WHERE user_id = ${userId} AND id = ${id}`;
