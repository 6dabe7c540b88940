import { type Caller, may } from '../core/caller.ts';
import { asksFor, type Fields } from '../http/fields.ts';
import { presentRole } from '../roles/present-role.ts';
import { readRoles } from '../roles/read-role.ts';
import type { Reader } from '../store/database.ts';
import { isAllUsers } from './all-users.ts';
import { groupsWithinRank } from './group-rank.ts';
import { type GroupRow, parentsOf, roleIdsOf } from './queries.ts';

export interface View {
  caller: Caller;
  fields: Fields | undefined;
  origin: string;
}

export async function presentGroups(reader: Reader, rows: GroupRow[], { caller, fields }: View) {
  const ids = rows.map(({ id }) => id);
  const asksWhatTheyMay = ids.length > 0 && asksFor(fields, 'can') && may(caller, 'manage_groups');
  const changeable = asksWhatTheyMay ? await groupsWithinRank(reader, caller, ids) : new Set<number>();
  return rows.map((row) => ({
    can: {
      show: may(caller, 'see_users'),
      index: may(caller, 'see_users'),
      create: may(caller, 'manage_groups'),
      update: changeable.has(row.id),
      delete: changeable.has(row.id) && !isAllUsers(row.id),
    },
    can_add_to_content_metadata: row.can_add_to_content_metadata === 1,
    contains_current_user: row.contains_current_user === 1,
    external_group_id: row.external_group_id,
    externally_managed: false,
    id: String(row.id),
    include_by_default: isAllUsers(row.id),
    name: row.name,
    user_count: row.user_count,
  }));
}

/** Groups with the roles given to each itself. */
export async function presentGroupsWithRoles(reader: Reader, rows: GroupRow[], view: View) {
  const given = await givenRoles(reader, rows);
  const roleIds = [...new Set(given.map(({ role_id }) => role_id))];
  const roles = await readRoles(reader, roleIds);
  const byId = new Map(roles.map((role) => [role.id, presentRole(role, view)]));
  const byGroup = Map.groupBy(given, ({ group_id }) => group_id);
  const groups = await presentGroups(reader, rows, view);
  return groups.map((group) => ({
    ...group,
    roles: (byGroup.get(Number(group.id)) ?? []).map(({ role_id }) => byId.get(role_id)),
  }));
}

/** Groups with the ids of the groups that each is in itself, and of the roles given to it. */
export async function presentGroupsWithHierarchy(reader: Reader, rows: GroupRow[], view: View) {
  const ids = rows.map(({ id }) => id);
  const parents = ids.length ? await reader.all<{ group_id: number; parent_id: number }>(parentsOf(ids)) : [];
  const parentsByGroup = Map.groupBy(parents, ({ group_id }) => group_id);
  const rolesByGroup = Map.groupBy(await givenRoles(reader, rows), ({ group_id }) => group_id);
  const groups = await presentGroups(reader, rows, view);
  return groups.map((group) => ({
    ...group,
    parent_group_ids: (parentsByGroup.get(Number(group.id)) ?? []).map(({ parent_id }) => String(parent_id)),
    role_ids: (rolesByGroup.get(Number(group.id)) ?? []).map(({ role_id }) => String(role_id)),
  }));
}

async function givenRoles(reader: Reader, rows: GroupRow[]) {
  const ids = rows.map(({ id }) => id);
  return ids.length ? await reader.all<{ group_id: number; role_id: number }>(roleIdsOf(ids)) : [];
}
