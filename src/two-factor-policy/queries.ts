import { EVERYBODY_GROUP_ID } from '../roles/permissions-of.ts';
import { idList, type Sql, sql } from '../store/sql.ts';

export type RequiredOf = 'nobody' | 'everybody' | 'some';

export interface PolicyRow {
  required_of: RequiredOf;
  grace_ends_at: number | null;
}

export const selectPolicy = (): Sql => sql`SELECT required_of, grace_ends_at FROM two_factor_policy`;
export const selectGroupIds = (): Sql =>
  sql`SELECT group_id AS id FROM two_factor_policy_groups ORDER BY group_id`;
export const selectRoleIds = (): Sql =>
  sql`SELECT role_id AS id FROM two_factor_policy_roles ORDER BY role_id`;

export const setPolicy = ({ required_of, grace_ends_at }: PolicyRow): Sql => sql`
  UPDATE two_factor_policy SET required_of = ${required_of}, grace_ends_at = ${grace_ends_at}`;
export const clearGroups = (): Sql => sql`DELETE FROM two_factor_policy_groups`;
export const clearRoles = (): Sql => sql`DELETE FROM two_factor_policy_roles`;

/** Of ids that there are; the number of rows tells whether all are. */
export const addGroups = (ids: readonly number[]): Sql => sql`
  INSERT INTO two_factor_policy_groups (group_id) SELECT id FROM groups WHERE id IN (${idList(ids)})`;
export const addRoles = (ids: readonly number[]): Sql => sql`
  INSERT INTO two_factor_policy_roles (role_id) SELECT id FROM roles WHERE id IN (${idList(ids)})`;

/** Of whom a second factor is required: ids, or subqueries of one column. */
export interface Scope {
  groupIds: Sql;
  roleIds: Sql;
}

export const storedScope: Scope = {
  groupIds: sql`SELECT group_id FROM two_factor_policy_groups`,
  roleIds: sql`SELECT role_id FROM two_factor_policy_roles`,
};

/** No id is 0. */
const idsOrNone = (ids: readonly number[]): Sql => idList(ids.length ? ids : [0]);

export const scopeOf = (groupIds: readonly number[], roleIds: readonly number[]): Scope => ({
  groupIds: idsOrNone(groupIds),
  roleIds: idsOrNone(roleIds),
});

/** The groups themselves, those that give one of the roles, and whatever groups are in these. */
const covered = ({ groupIds, roleIds }: Scope): Sql => sql`
  WITH RECURSIVE covered (group_id) AS (
    SELECT id FROM groups WHERE id IN (${groupIds})
    UNION
    SELECT group_id FROM group_roles WHERE role_id IN (${roleIds})
    UNION
    SELECT group_groups.child_id FROM covered JOIN group_groups ON group_groups.parent_id = covered.group_id
  ) SELECT group_id FROM covered`;

/** Condition on `users`: they are in the groups, or have the roles, whichever way. */
export const isCovered = (scope: Scope): Sql => sql`(
  EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role_id IN (${scope.roleIds}))
  OR EXISTS (SELECT 1 FROM group_users WHERE user_id = users.id AND group_id IN (${covered(scope)}))
  OR ${EVERYBODY_GROUP_ID} IN (${covered(scope)}))`;

/** A row if a user is. */
export const findCovered = (userId: number, scope: Scope): Sql =>
  sql`SELECT 1 FROM users WHERE users.id = ${userId} AND ${isCovered(scope)}`;

/** Condition: nobody, everybody, or some. */
export const isRequired = (requiredOf: RequiredOf, scope: Scope): Sql =>
  requiredOf === 'some' ? isCovered(scope) : requiredOf === 'everybody' ? sql`1 = 1` : sql`1 = 0`;

/** Whoever could sign in with a password, from the first id up to but not including the second. */
const signingIn = (fromId: number, toId: number): Sql => sql`
  FROM users JOIN credentials_email AS email ON email.user_id = users.id AND email.password_hash IS NOT NULL
  WHERE users.id >= ${fromId} AND users.id < ${toId} AND users.disabled_at IS NULL`;

/** They have no second factor, and nobody has asked them for one. */
const without = sql`NOT EXISTS (
  SELECT 1 FROM credentials_totp AS totp WHERE totp.user_id = users.id AND (totp.chosen_at IS NULL OR totp.disabled_at IS NOT NULL))`;

/** How many are required to have one, and how many of them have none. */
export const countAffected = (required: Sql, fromId: number, toId: number): Sql => sql`
  SELECT COUNT(*) AS required, COUNT(CASE WHEN ${without} THEN 1 END) AS affected
  ${signingIn(fromId, toId)} AND ${required}`;

export const selectAffected = (required: Sql, fromId: number, toId: number, limit: number): Sql => sql`
  SELECT users.id ${signingIn(fromId, toId)} AND ${required} AND ${without} ORDER BY users.id LIMIT ${limit}`;
