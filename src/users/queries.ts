import { idList, list, type Sql, sql } from '../store/sql.ts';

export interface UserRow {
  id: number;
  first_name: string;
  last_name: string;
  locale: string | null;
  home_folder_id: string | null;
  models_dir_validated: number | null;
  ui_state: string | null;
  disabled_at: number | null;
  email: string | null;
}

const userColumns = sql`users.id, users.first_name, users.last_name, users.locale, users.home_folder_id,
  users.models_dir_validated, users.ui_state, users.disabled_at, credentials_email.email`;
const fromUsers = sql`FROM users LEFT JOIN credentials_email ON credentials_email.user_id = users.id`;

export const sortColumns = {
  id: sql`users.id`,
  first_name: sql`LOWER(users.first_name)`,
  last_name: sql`LOWER(users.last_name)`,
  email: sql`credentials_email.email_key`,
  locale: sql`users.locale`,
  is_disabled: sql`users.disabled_at IS NOT NULL`,
};

export const findUser = (id: number): Sql => sql`SELECT ${userColumns} ${fromUsers} WHERE users.id = ${id}`;

export const listUsers = (where: Sql, order: Sql, limit: number | undefined, offset: number): Sql => sql`
  SELECT ${userColumns} ${fromUsers} WHERE ${where} ORDER BY ${order} LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

export const countUsers = (where: Sql): Sql => sql`SELECT COUNT(*) AS total ${fromUsers} WHERE ${where}`;

export const everyUser = sql`1 = 1`;
export const usersWithIds = (ids: readonly number[]): Sql =>
  ids.length ? sql`users.id IN (${idList(ids)})` : sql`1 = 0`;

export const insertUser = (nowMs: number): Sql =>
  sql`INSERT INTO users (created_at) VALUES (${nowMs}) RETURNING id`;

export type Writable = Partial<Omit<UserRow, 'id' | 'email'>>;

const writable = {
  first_name: sql`first_name`,
  last_name: sql`last_name`,
  locale: sql`locale`,
  home_folder_id: sql`home_folder_id`,
  models_dir_validated: sql`models_dir_validated`,
  ui_state: sql`ui_state`,
  disabled_at: sql`disabled_at`,
} satisfies Record<keyof Writable, Sql>;

/** @param changes At least one. */
export const updateUser = (id: number, changes: Writable): Sql => {
  const assignments = (Object.entries(changes) as [keyof Writable, string | number | null][]).map(
    ([name, value]) => sql`${writable[name]} = ${value}`,
  );
  return sql`UPDATE users SET ${list(assignments)} WHERE id = ${id}`;
};

export const deleteUser = (id: number): Sql => sql`DELETE FROM users WHERE id = ${id}`;

/** Enabled users, other than one, who may do everything. */
export const countOtherAdministrators = (id: number): Sql => sql`
  SELECT COUNT(DISTINCT users.id) AS total
  FROM users
  JOIN user_roles ON user_roles.user_id = users.id
  JOIN roles ON roles.id = user_roles.role_id
  JOIN permission_sets ON permission_sets.id = roles.permission_set_id
  WHERE permission_sets.permissions = '*' AND users.disabled_at IS NULL AND users.id <> ${id}`;

export const rolesOf = (userIds: readonly number[]): Sql => sql`
  SELECT user_id, role_id FROM user_roles WHERE user_id IN (${idList(userIds)}) ORDER BY role_id`;

export interface EmailRow {
  user_id: number;
  email: string;
  password_hash: string | null;
  password_reset_required_at: number | null;
  created_at: number;
  logged_in_at: number | null;
}

export const emailCredentialsOf = (userIds: readonly number[]): Sql => sql`
  SELECT user_id, email, password_hash, password_reset_required_at, created_at, logged_in_at
  FROM credentials_email WHERE user_id IN (${idList(userIds)})`;
