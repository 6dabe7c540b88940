import { type Sql, sql } from '../store/sql.ts';

export interface BackupRow {
  sha256: string;
  bytes: number;
  taken_at: number;
  proved_at: number | null;
}

/** Where the server itself put a backup. */
export interface Kept {
  /** A folder, or `s3://bucket/prefix`. */
  place: string;
  /** Of the file there. */
  name: string;
}

export interface KeptBackup extends BackupRow, Kept {
  id: number;
}

/** @param kept undefined: a command wrote it, and whoever gave it looks after the file. */
export const insertBackup = (
  { sha256, bytes, taken_at }: Omit<BackupRow, 'proved_at'>,
  kept?: Kept,
): Sql => sql`
  INSERT INTO backups (sha256, bytes, taken_at, place, name)
  VALUES (${sha256}, ${bytes}, ${taken_at}, ${kept?.place ?? null}, ${kept?.name ?? null})
  ON CONFLICT (sha256) DO NOTHING`;

/** Those that the server put in a place and has not deleted, the newest first, whatever the clock said. */
export const selectKept = (place: string): Sql => sql`
  SELECT id, sha256, bytes, taken_at, proved_at, place, name FROM backups
  WHERE place = ${place} AND deleted_at IS NULL ORDER BY id DESC`;

export const setDeleted = (id: number, nowMs: number): Sql =>
  sql`UPDATE backups SET deleted_at = ${nowMs} WHERE id = ${id}`;

export const setProved = (sha256: string, nowMs: number): Sql =>
  sql`UPDATE backups SET proved_at = ${nowMs} WHERE sha256 = ${sha256}`;

export const selectNewest = (): Sql =>
  sql`SELECT sha256, bytes, taken_at, proved_at FROM backups ORDER BY taken_at DESC, id DESC LIMIT 1`;

export const selectNewestProved = (): Sql => sql`
  SELECT sha256, bytes, taken_at, proved_at FROM backups WHERE proved_at IS NOT NULL
  ORDER BY taken_at DESC, id DESC LIMIT 1`;

/** How much there is of what matters most. */
export interface Counts {
  users: number;
  second_factors: number;
  recovery_codes: number;
  api_keys: number;
  roles: number;
  groups: number;
  audit_records: number;
}

export const countRows = (): Sql => sql`
  SELECT (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(*) FROM credentials_totp) AS second_factors,
    (SELECT COUNT(*) FROM recovery_codes) AS recovery_codes, (SELECT COUNT(*) FROM credentials_api3) AS api_keys,
    (SELECT COUNT(*) FROM roles) AS roles, (SELECT COUNT(*) FROM groups) AS groups,
    (SELECT COUNT(*) FROM audit_events) AS audit_records`;

export const selectSchemaVersion = (): Sql => sql`SELECT MAX(version) AS version FROM schema_migrations`;
