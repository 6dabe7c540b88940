import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { readRoles } from '../roles/read-role.ts';
import { readPolicy } from '../two-factor-policy/read-policy.ts';
import { isAllUsers } from './all-users.ts';
import {
  type GroupRow,
  groupsIn,
  groupsWithIds,
  listGroups,
  parentsOf,
  roleIdsOf,
  roleIdsThrough,
  sortColumns,
} from './queries.ts';
import { readGroup } from './read-groups.ts';

/** So many groups around a group are shown. */
const SHOWN = 100;

export type GroupInFull = Awaited<ReturnType<typeof readGroupInFull>>;

/**
 * All that an administrator sees of a group, but for who is in it.
 *
 * @throws AppError `not_found`.
 */
export async function readGroupInFull({ database }: Context, caller: Caller, groupId: number) {
  const { id, name, user_count } = await readGroup(database, caller, groupId);
  const part = { limit: SHOWN, offset: 0 };
  const parents = await database.all<{ parent_id: number }>(parentsOf([id]));
  const own = (await database.all<{ role_id: number }>(roleIdsOf([id]))).map(({ role_id }) => role_id);
  const given = await database.all<{ role_id: number }>(roleIdsThrough(id));
  const roles = await readRoles(
    database,
    given.map(({ role_id }) => role_id),
  );
  const policy = await readPolicy(database);
  return {
    id,
    name,
    people: user_count,
    isAllUsers: isAllUsers(id),
    /** Which it gives itself. */
    roles: roles.filter((role) => own.includes(role.id)),
    /** Which it gives because of the groups that it is in. */
    rolesOfParents: roles.filter((role) => !own.includes(role.id)),
    parents: await database.all<GroupRow>(
      listGroups(
        caller.userId,
        groupsWithIds(parents.map(({ parent_id }) => parent_id)),
        sortColumns.name,
        part,
      ),
    ),
    children: await database.all<GroupRow>(listGroups(caller.userId, groupsIn(id), sortColumns.name, part)),
    /** Whether a second factor is required of it by name. */
    isInPolicy: policy.requiredOf === 'some' && policy.groupIds.includes(id),
  };
}
