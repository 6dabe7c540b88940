import { list, type Sql, sql } from '../store/sql.ts';

interface Place {
  table: Sql;
  /** What is sealed, and the id of the key that it is sealed with. */
  sealed: Sql;
  key: Sql;
}

/** Everything that is sealed. What is not in this list would keep its old key for ever. */
export const sealedPlaces = {
  'credentials_totp.sealed_seed': {
    table: sql`credentials_totp`,
    sealed: sql`sealed_seed`,
    key: sql`key_id`,
  },
  'credentials_totp.replaced_seed': {
    table: sql`credentials_totp`,
    sealed: sql`replaced_seed`,
    key: sql`replaced_key_id`,
  },
  'totp_replacements.sealed_seed': {
    table: sql`totp_replacements`,
    sealed: sql`sealed_seed`,
    key: sql`key_id`,
  },
  'user_attribute_values.sealed_value': {
    table: sql`user_attribute_values`,
    sealed: sql`sealed_value`,
    key: sql`key_id`,
  },
  'audit_keys.sealed_secret': {
    table: sql`audit_keys`,
    sealed: sql`sealed_secret`,
    key: sql`key_id`,
  },
  'webhooks.sealed_secret': {
    table: sql`webhooks`,
    sealed: sql`sealed_secret`,
    key: sql`key_id`,
  },
} satisfies Record<string, Place>;

export type SealedPlace = keyof typeof sealedPlaces;

export const sealedPlaceNames = Object.keys(sealedPlaces) as SealedPlace[];

export const selectRetiredKeys = (): Sql =>
  sql`SELECT key_id FROM sealing_keys WHERE retired_at IS NOT NULL ORDER BY key_id`;

export const countSealedWith = (place: SealedPlace, keyId: string): Sql => {
  const { table, key } = sealedPlaces[place];
  return sql`SELECT COUNT(*) AS count FROM ${table} WHERE ${key} = ${keyId}`;
};

/** Rows, in the order of their ids, with a value that a key sealed, which is also called `sealed`. */
export const selectSealedWith = (place: SealedPlace, keyId: string, afterId: number, limit: number): Sql => {
  const { table, sealed, key } = sealedPlaces[place];
  return sql`
    SELECT ${table}.*, ${sealed} AS sealed FROM ${table}
    WHERE ${key} = ${keyId} AND id > ${afterId} ORDER BY id LIMIT ${limit}`;
};

export const replaceSealed = (
  place: SealedPlace,
  id: number,
  value: { before: Uint8Array; after: Uint8Array | null; keyId: string | null },
): Sql => {
  const { table, sealed, key } = sealedPlaces[place];
  return sql`
    UPDATE ${table} SET ${sealed} = ${value.after}, ${key} = ${value.keyId}
    WHERE id = ${id} AND ${sealed} = ${value.before}`;
};

/** Deletes the keys that neither seal nor have sealed anything that is left. */
export const deleteUnusedKeys = (): Sql => {
  const uses = Object.values(sealedPlaces).map(
    ({ table, key }) => sql`NOT EXISTS (SELECT 1 FROM ${table} WHERE ${key} = sealing_keys.key_id)`,
  );
  return sql`
    DELETE FROM sealing_keys WHERE retired_at IS NOT NULL AND ${list(uses, sql` AND `)} RETURNING key_id`;
};

export interface KeyInUse {
  key_id: string;
  created_at: number;
  retired_at: number | null;
  master_key_id: string | null;
}

/** All keys, the one that seals first. */
export const selectKeysInUse = (): Sql => sql`
  SELECT key_id, created_at, retired_at, master_key_id FROM sealing_keys
  ORDER BY retired_at DESC NULLS FIRST, key_id`;
