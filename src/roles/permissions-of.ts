import { type Sql, sql } from '../store/sql.ts';

/** The group that everybody is in without being named in it. */
export const EVERYBODY_GROUP_ID = 1;

/**
 * Subquery: which roles users have (`user_id`, `role_id`; a pair perhaps several times), given to them or to
 * a group they are in. Whoever is in a group is in its parents, too.
 *
 * @param userIds One id, several separated by commas, or a subquery of one column.
 */
export const rolesOf = (userIds: Sql): Sql => sql`
  WITH RECURSIVE memberships (user_id, group_id) AS (
    SELECT somebody.id, ${EVERYBODY_GROUP_ID} FROM users AS somebody WHERE somebody.id IN (${userIds})
    UNION
    SELECT user_id, group_id FROM group_users WHERE user_id IN (${userIds})
    UNION
    SELECT memberships.user_id, group_groups.parent_id
    FROM memberships JOIN group_groups ON group_groups.child_id = memberships.group_id
  )
  SELECT user_id, role_id FROM user_roles WHERE user_id IN (${userIds})
  UNION ALL
  SELECT memberships.user_id, group_roles.role_id
  FROM memberships JOIN group_roles ON group_roles.group_id = memberships.group_id`;

/** Condition: the user may have a role. Most have none, which is seen sooner than `rolesOf` finds it. */
const mayHaveRole = (userId: Sql): Sql => sql`(
  EXISTS (SELECT 1 FROM user_roles WHERE user_id = ${userId})
  OR EXISTS (SELECT 1 FROM group_users WHERE user_id = ${userId})
  OR EXISTS (SELECT 1 FROM group_roles WHERE group_id = ${EVERYBODY_GROUP_ID})
  OR EXISTS (SELECT 1 FROM group_groups WHERE child_id = ${EVERYBODY_GROUP_ID}))`;

/** Subquery: what a user may do through their roles, in the stored form; NULL for a user without a role. */
export const permissionsOf = (userId: Sql): Sql => sql`
  SELECT string_agg(permissions, ' ' ORDER BY id) FROM permission_sets WHERE ${mayHaveRole(userId)} AND id IN (
    SELECT roles.permission_set_id FROM (${rolesOf(userId)}) AS given JOIN roles ON roles.id = given.role_id)`;

/** Subquery: a number that every change to what anybody may do moves on, in the same transaction. */
export const accessVersion = sql`SELECT version FROM access_version`;

/** The groups that give one of some roles to whoever is in them, as the table `granting`. */
const granting = (roleIds: Sql): Sql => sql`
  WITH RECURSIVE granting (group_id) AS (
    SELECT group_id FROM group_roles WHERE role_id IN (${roleIds})
    UNION
    SELECT group_groups.child_id FROM granting JOIN group_groups ON group_groups.parent_id = granting.group_id
  )`;
const grantedToEverybody = sql`EXISTS (SELECT 1 FROM granting WHERE group_id = ${EVERYBODY_GROUP_ID})`;
const throughGroups = sql`SELECT user_id FROM group_users WHERE group_id IN (SELECT group_id FROM granting)`;

/**
 * Subquery: the users (`user_id`, perhaps several times) who have one of some roles, by the same rules. SQLite
 * takes the tables of a CROSS JOIN in this order: all users are read only where all have the role.
 *
 * @param roleIds As `userIds` of `rolesOf`.
 */
export const holdersOf = (roleIds: Sql): Sql => sql`
  ${granting(roleIds)}
  SELECT user_id FROM user_roles WHERE role_id IN (${roleIds})
  UNION ALL
  ${throughGroups}
  UNION ALL
  SELECT somebody.id FROM granting CROSS JOIN users AS somebody WHERE granting.group_id = ${EVERYBODY_GROUP_ID}`;

/** Subquery: how many users have a role. Those who were given it themselves are counted in its index. */
export const countHolders = (roleId: Sql): Sql => sql`
  ${granting(roleId)}
  SELECT CASE WHEN ${grantedToEverybody} THEN (SELECT SUM(users) FROM user_counts)
    ELSE (SELECT COUNT(*) FROM user_roles WHERE role_id = ${roleId})
      + (SELECT COUNT(DISTINCT members.user_id) FROM (${throughGroups}) AS members WHERE NOT EXISTS (
          SELECT 1 FROM user_roles AS own WHERE own.role_id = ${roleId} AND own.user_id = members.user_id)) END`;
