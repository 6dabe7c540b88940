import { type Sql, sql } from '../store/sql.ts';

/** The group that everybody is in without being named in it. */
export const EVERYBODY_GROUP_ID = 1;

/**
 * Subquery: which roles users have (`user_id`, `role_id`), given to them or to a group they are in. Whoever
 * is in a group is in its parents too, and everybody is in the group of everybody.
 *
 * @param userIds One id, several separated by commas, or a subquery of one column.
 */
export const rolesOf = (userIds: Sql): Sql => sql`
  WITH RECURSIVE memberships (user_id, group_id) AS (
    SELECT user_id, group_id FROM group_users WHERE user_id IN (${userIds})
    UNION
    SELECT memberships.user_id, group_groups.parent_id
    FROM memberships JOIN group_groups ON group_groups.child_id = memberships.group_id
  ), everybodys (group_id) AS (
    SELECT ${EVERYBODY_GROUP_ID}
    UNION
    SELECT group_groups.parent_id
    FROM everybodys JOIN group_groups ON group_groups.child_id = everybodys.group_id
  )
  SELECT user_id, role_id FROM user_roles WHERE user_id IN (${userIds})
  UNION
  SELECT memberships.user_id, group_roles.role_id
  FROM memberships JOIN group_roles ON group_roles.group_id = memberships.group_id
  UNION
  SELECT users.id, group_roles.role_id
  FROM everybodys JOIN group_roles ON group_roles.group_id = everybodys.group_id
  CROSS JOIN users WHERE users.id IN (${userIds})`;

/** Subquery: what a user may do through their roles, in the stored form; NULL for a user without a role. */
export const permissionsOf = (userId: Sql): Sql => sql`
  SELECT string_agg(permissions, ' ' ORDER BY id) FROM permission_sets WHERE id IN (
    SELECT roles.permission_set_id FROM (${rolesOf(userId)}) AS given JOIN roles ON roles.id = given.role_id)`;

/**
 * Subquery: the users (`user_id`, one perhaps several times) who have one of some roles, by the same rules.
 *
 * @param roleIds As `userIds` of `rolesOf`.
 */
export const holdersOf = (roleIds: Sql): Sql => sql`
  WITH RECURSIVE granting (group_id) AS (
    SELECT group_id FROM group_roles WHERE role_id IN (${roleIds})
    UNION
    SELECT group_groups.child_id FROM granting JOIN group_groups ON group_groups.parent_id = granting.group_id
  )
  SELECT user_id FROM user_roles WHERE role_id IN (${roleIds})
  UNION ALL
  SELECT group_users.user_id FROM granting JOIN group_users ON group_users.group_id = granting.group_id
  UNION ALL
  SELECT users.id FROM granting CROSS JOIN users WHERE granting.group_id = ${EVERYBODY_GROUP_ID}`;
