import { parsePermissions } from '../core/permissions.ts';
import { API_PREFIX } from '../http/origin.ts';
import type { RoleRow } from './queries.ts';

export const presentRole = (row: RoleRow, origin: string) => ({
  can: { show: true, index: true, update: row.built_in === 0 },
  id: String(row.id),
  name: row.name,
  permission_set: {
    can: { show: true, index: true, update: row.built_in === 0 },
    all_access: row.permissions === '*',
    built_in: row.built_in === 1,
    id: String(row.permission_set_id),
    name: row.permission_set_name,
    permissions: [...parsePermissions(row.permissions)],
    url: `${origin}${API_PREFIX}/permission_sets/${row.permission_set_id}`,
  },
  permission_set_id: String(row.permission_set_id),
  model_set: null,
  model_set_id: null,
  url: `${origin}${API_PREFIX}/roles/${row.id}`,
  users_url: `${origin}${API_PREFIX}/roles/${row.id}/users`,
});
