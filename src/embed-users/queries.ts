import { idList, type Sql, sql } from '../store/sql.ts';

export interface EmbedCredentialRow {
  id: number;
  user_id: number;
  external_user_id: string;
  external_group_id: string | null;
  created_at: number;
  logged_in_at: number | null;
  user_disabled_at: number | null;
}

const selectFrom = sql`
  SELECT credential.id, credential.user_id, credential.external_user_id, credential.external_group_id,
    credential.created_at, credential.logged_in_at, users.disabled_at AS user_disabled_at
  FROM credentials_embed AS credential JOIN users ON users.id = credential.user_id`;

export const selectEmbedCredentials = (userIds: readonly number[]): Sql =>
  sql`${selectFrom} WHERE credential.user_id IN (${idList(userIds)}) ORDER BY credential.id`;

export const selectEmbedCredential = (userId: number, id: number): Sql =>
  sql`${selectFrom} WHERE credential.user_id = ${userId} AND credential.id = ${id}`;

/** Changes nothing when somebody has the external id. */
export const insertEmbedCredential = (userId: number, externalUserId: string, nowMs: number): Sql => sql`
  INSERT INTO credentials_embed (user_id, external_user_id, created_at)
  VALUES (${userId}, ${externalUserId}, ${nowMs}) ON CONFLICT DO NOTHING`;

export const deleteEmbedRow = (userId: number, id: number): Sql =>
  sql`DELETE FROM credentials_embed WHERE user_id = ${userId} AND id = ${id}`;
