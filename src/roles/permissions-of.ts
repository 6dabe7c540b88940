import { type Sql, sql } from '../store/sql.ts';

/** Subquery: the permissions of a user's roles, in the stored form; NULL for a user without a role. */
export const permissionsOf = (userId: Sql): Sql => sql`
  SELECT string_agg(permission_sets.permissions, ' ')
  FROM user_roles
  JOIN roles ON roles.id = user_roles.role_id
  JOIN permission_sets ON permission_sets.id = roles.permission_set_id
  WHERE user_roles.user_id = ${userId}`;
