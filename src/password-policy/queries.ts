import { list, type Sql, sql } from '../store/sql.ts';

export interface PasswordConfigRow {
  min_length: number;
  require_numeric: number;
  require_upperlower: number;
  require_special: number;
}

const columns = {
  min_length: sql`min_length`,
  require_numeric: sql`require_numeric`,
  require_upperlower: sql`require_upperlower`,
  require_special: sql`require_special`,
} satisfies Record<keyof PasswordConfigRow, Sql>;

export const selectPasswordConfig = (): Sql =>
  sql`SELECT ${list(Object.values(columns))} FROM password_config`;

/** @param changes At least one. */
export const setPasswordConfig = (changes: Partial<PasswordConfigRow>): Sql => {
  const assignments = (Object.entries(changes) as [keyof PasswordConfigRow, number][]).map(
    ([name, value]) => sql`${columns[name]} = ${value}`,
  );
  return sql`UPDATE password_config SET ${list(assignments)}`;
};

export const requireNewPasswords = (nowMs: number): Sql => sql`
  UPDATE credentials_email SET password_reset_required_at = ${nowMs} WHERE password_reset_required_at IS NULL`;
