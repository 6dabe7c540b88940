import { Type } from 'typebox';
import { can, component, flag, readOnly, ref, text, url } from '../http/schema.ts';

export const roleComponents = [
  component('PermissionSet', {
    can: can(),
    all_access: flag('Whether it has every permission there is'),
    built_in: flag('Whether it can neither be changed nor deleted'),
    id: readOnly(Type.String()),
    name: text('Name'),
    permissions: readOnly(Type.Array(Type.String(), { description: 'Names of permissions' })),
    url: url(),
  }),
  component('Role', {
    can: can(),
    id: readOnly(Type.String()),
    name: text('Name'),
    permission_set: readOnly(ref('PermissionSet')),
    url: url(),
    users_url: readOnly(Type.String({ format: 'uri-reference' })),
  }),
];
