import { type Sql, sql } from '../store/sql.ts';

export interface SealingKeyRow {
  key_id: string;
  /** A known value, sealed with the key. */
  key_check: Uint8Array;
  /** Null, with the master key's id, before the first start that knows of wrapped keys. */
  wrapped_key: Uint8Array | null;
  master_key_id: string | null;
  created_at: number;
  /** Null: new seals are made with it. */
  retired_at: number | null;
}

export const selectInstanceId = (): Sql => sql`SELECT instance_id FROM instance`;

export const insertInstance = (instanceId: string, nowMs: number): Sql =>
  sql`INSERT INTO instance (id, instance_id, created_at) VALUES (1, ${instanceId}, ${nowMs})`;

/** In a database that is only looked at, and was not migrated, the columns for wrapping are not there. */
export const selectKeys = (): Sql => sql`SELECT * FROM sealing_keys ORDER BY created_at, key_id`;
export const selectKey = (keyId: string): Sql => sql`SELECT * FROM sealing_keys WHERE key_id = ${keyId}`;
export const selectCurrentKeyId = (): Sql => sql`SELECT key_id FROM sealing_keys WHERE retired_at IS NULL`;

export const retireCurrentKey = (nowMs: number): Sql =>
  sql`UPDATE sealing_keys SET retired_at = ${nowMs} WHERE retired_at IS NULL`;

export const insertKey = (row: Omit<SealingKeyRow, 'retired_at'>): Sql => sql`
  INSERT INTO sealing_keys (key_id, key_check, wrapped_key, master_key_id, created_at)
  VALUES (${row.key_id}, ${row.key_check}, ${row.wrapped_key}, ${row.master_key_id}, ${row.created_at})`;

export const rewrapKey = (keyId: string, wrappedKey: Uint8Array, masterKeyId: string): Sql => sql`
  UPDATE sealing_keys SET wrapped_key = ${wrappedKey}, master_key_id = ${masterKeyId} WHERE key_id = ${keyId}`;
