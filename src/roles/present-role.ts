import { type Caller, may } from '../core/caller.ts';
import { API_PREFIX } from '../http/origin.ts';
import { presentModelSet } from '../model-sets/present-model-set.ts';
import { presentPermissionSet } from '../permission-sets/present-permission-set.ts';
import type { CountedRoleRow, RoleRow } from './queries.ts';
import { covers } from './require-rank.ts';

interface View {
  caller: Caller;
  origin: string;
}

export function presentRole(row: RoleRow, view: View) {
  const url = `${view.origin}${API_PREFIX}/roles/${row.id}`;
  const update =
    row.built_in === 0 && may(view.caller, 'manage_roles') && covers(view.caller, row.permissions);
  const sees = may(view.caller, 'see_users');
  return {
    can: { show: sees, index: sees, update },
    id: String(row.id),
    name: row.name,
    permission_set: presentPermissionSet(
      {
        id: row.permission_set_id,
        name: row.permission_set_name,
        permissions: row.permissions,
        built_in: row.permission_set_built_in,
      },
      view,
    ),
    model_set: presentModelSet(
      {
        id: row.model_set_id,
        name: row.model_set_name,
        models: row.models,
        built_in: row.model_set_built_in,
      },
      view,
    ),
    url,
    users_url: `${url}/users`,
  };
}

export const presentCountedRole = (row: CountedRoleRow, view: View) => ({
  ...presentRole(row, view),
  user_count: row.user_count,
});
