import { type Caller, may } from '../core/caller.ts';
import { permissions } from '../core/permissions.ts';
import { API_PREFIX } from '../http/origin.ts';
import { covers } from '../roles/require-rank.ts';
import { namesIn } from './permission-names.ts';
import type { PermissionSetRow } from './queries.ts';

interface View {
  caller: Caller;
  origin: string;
}

export function presentPermissionSet(row: PermissionSetRow, { caller, origin }: View) {
  const update = row.built_in === 0 && may(caller, 'manage_roles') && covers(caller, row.permissions);
  const sees = may(caller, 'see_users');
  return {
    can: { show: sees, index: sees, update },
    all_access: row.permissions === '*',
    built_in: row.built_in === 1,
    id: String(row.id),
    name: row.name,
    permissions: namesIn(row.permissions),
    url: `${origin}${API_PREFIX}/permission_sets/${row.id}`,
  };
}

/** Every permission there is. None hangs on another: each is checked by itself. */
export const presentPermissions = () =>
  Object.entries(permissions).map(([permission, description]) => ({
    can: {},
    permission,
    parent: null,
    description,
  }));
