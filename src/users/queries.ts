import type { Page } from '../core/page.ts';
import { EVERYBODY_GROUP_ID, rolesOf } from '../roles/permissions-of.ts';
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
  users.models_dir_validated, users.ui_state, users.disabled_at, users.email`;

export const sortColumns = {
  id: sql`users.id`,
  first_name: sql`users.first_name_key`,
  last_name: sql`users.last_name_key`,
  email: sql`users.email_key`,
  locale: sql`users.locale`,
  is_disabled: sql`users.disabled_at IS NOT NULL`,
};

export const findUser = (id: number): Sql => sql`SELECT ${userColumns} FROM users WHERE users.id = ${id}`;

export const selectLastUserId = (): Sql => sql`SELECT COALESCE(MAX(id), 0) AS id FROM users`;

export const selectExists = (id: number): Sql => sql`SELECT 1 FROM users WHERE id = ${id}`;

/**
 * A part of a list finds the ids first: rows before the offset are passed over in an index and never read.
 *
 * @param limit undefined: no limit; then nothing is gained by that.
 */
export function listUsers(where: Sql, order: Sql, { limit, offset }: Page): Sql {
  const rows = (condition: Sql) => sql`SELECT ${userColumns} FROM users WHERE ${condition} ORDER BY ${order}`;
  const part = sql`LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;
  if (limit === undefined) return sql`${rows(where)} ${part}`;
  return rows(sql`users.id IN (SELECT users.id FROM users WHERE ${where} ORDER BY ${order} ${part})`);
}

/** A part of the users of a group, by id: rows before the offset are passed over in the group's own rows. */
export const listMembers = (
  groupId: number,
  { limit, offset }: { limit: number; offset: number },
): Sql => sql`
  SELECT ${userColumns} FROM users WHERE users.id IN (
    SELECT user_id FROM group_users WHERE group_id = ${groupId} ORDER BY user_id LIMIT ${limit} OFFSET ${offset}
  ) ORDER BY users.id`;

export const everyUser = sql`1 = 1`;
export const usersWithIds = (ids: readonly number[]): Sql =>
  ids.length ? sql`users.id IN (${idList(ids)})` : sql`1 = 0`;

/**
 * Users who are in one of some groups themselves.
 *
 * @param groupIds At least one.
 * @param large Whether looking up each user in the groups is quicker than reading the groups first.
 */
export function usersInGroups(groupIds: readonly number[], large: boolean): Sql {
  if (groupIds.includes(EVERYBODY_GROUP_ID)) return everyUser;
  const members = sql`SELECT user_id FROM group_users WHERE group_id IN (${idList(groupIds)})`;
  return large ? sql`EXISTS (${members} AND user_id = users.id)` : sql`users.id IN (${members})`;
}

/**
 * How many users are in some groups; one who is in two of them counts twice.
 *
 * @param groupIds At least one. All Users counts as nobody: its users are those there are.
 */
export const countMembers = (groupIds: readonly number[]): Sql =>
  sql`SELECT COALESCE(SUM(user_count), 0) AS total FROM groups WHERE id IN (${idList(groupIds)})`;

const factorThat = (condition: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM credentials_totp AS totp WHERE totp.user_id = users.id AND ${condition})`;

/** The same for what is rare, and has an index. */
const fewWith = (condition: Sql): Sql =>
  sql`users.id IN (SELECT user_id FROM credentials_totp WHERE ${condition})`;

/** Conditions on how it stands with users, as two-factor/factor-state.ts has it. */
export const usersWhoseState = {
  on: factorThat(sql`totp.verified_at IS NOT NULL AND totp.disabled_at IS NULL`),
  asked: fewWith(sql`verified_at IS NULL AND chosen_at IS NULL AND disabled_at IS NULL`),
  off: sql`NOT ${factorThat(sql`(totp.chosen_at IS NULL OR totp.disabled_at IS NOT NULL)`)}`,
  suspended: fewWith(sql`disabled_at IS NOT NULL`),
  disabled: sql`users.disabled_at IS NOT NULL`,
};
export type PersonState = keyof typeof usersWhoseState;

/** More than so many are not counted, so that the answer does not wait for a number nobody pages through to. */
const COUNTED = 10_000;

/** `total` is null for more than are counted. */
export const countUsers = (where: Sql): Sql => sql`
  SELECT NULLIF(COUNT(*), ${COUNTED + 1}) AS total
  FROM (SELECT 1 FROM users WHERE ${where} LIMIT ${COUNTED + 1}) AS counted`;

export const countEveryUser = (): Sql => sql`SELECT COALESCE(SUM(users), 0) AS total FROM user_counts`;

/** The block of ids in which the user at an offset is, and how many users are in the blocks before it. */
export const findBlock = (offset: number): Sql => sql`
  SELECT block, before FROM (
    SELECT block, users, SUM(users) OVER (ORDER BY block) - users AS before FROM user_counts
  ) AS blocks WHERE before + users > ${offset} ORDER BY block LIMIT 1`;

/** @param block As `findBlock` found it. */
export const usersFromBlock = (block: number): Sql => sql`users.id >= ${block} * 1024`;

export const insertUser = (nowMs: number): Sql =>
  sql`INSERT INTO users (created_at) VALUES (${nowMs}) RETURNING id`;

export type Writable = Partial<
  Omit<UserRow, 'id' | 'email'> & { first_name_key: string; last_name_key: string }
>;

const writable = {
  first_name: sql`first_name`,
  first_name_key: sql`first_name_key`,
  last_name: sql`last_name`,
  last_name_key: sql`last_name_key`,
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

/** Not among them: All Users. */
export const groupsOf = (userIds: readonly number[]): Sql => sql`
  SELECT user_id, group_id FROM group_users WHERE user_id IN (${idList(userIds)}) ORDER BY group_id`;

/** Given to them or to a group they are in. */
export const roleIdsOf = (userIds: readonly number[]): Sql => sql`
  SELECT DISTINCT user_id, role_id FROM (${rolesOf(idList(userIds))}) AS given ORDER BY role_id`;

export const userWithEmail = (key: string): Sql =>
  sql`SELECT user_id FROM credentials_email WHERE email_key = ${key}`;

export const userWithApiKey = (clientId: string): Sql =>
  sql`SELECT user_id FROM credentials_api3 WHERE client_id = ${clientId}`;

export const userWithEmbedId = (externalUserId: string): Sql =>
  sql`SELECT user_id FROM credentials_embed WHERE external_user_id = ${externalUserId}`;

export interface PersonRow
  extends Pick<UserRow, 'id' | 'first_name' | 'last_name' | 'email' | 'disabled_at'> {
  credential_id: number | null;
  verified_at: number | null;
  two_factor_disabled_at: number | null;
}

/** Everybody, with the state of their second factor. */
export const selectPeople = (): Sql => sql`
  SELECT users.id, users.first_name, users.last_name, users.email, users.disabled_at, totp.id AS credential_id,
    totp.verified_at, totp.disabled_at AS two_factor_disabled_at
  FROM users LEFT JOIN credentials_totp AS totp ON totp.user_id = users.id ORDER BY users.id`;
