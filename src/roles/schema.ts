import { Type } from 'typebox';
import { can, component, flag, line, link, nullable, readOnly, ref, url } from '../http/schema.ts';

export const roleComponents = [
  component('PermissionSet', {
    can: can(),
    all_access: flag('Whether it has every permission there is'),
    built_in: flag('Whether it can neither be changed nor deleted'),
    id: readOnly(Type.String()),
    name: Type.Optional(nullable(line(255, 'Name'))),
    permissions: Type.Optional(nullable(Type.Array(Type.String(), { description: 'Names of permissions' }))),
    url: url(),
  }),
  component(
    'ModelSet',
    {
      can: can(),
      all_access: flag('Kept for clients; no effect here'),
      built_in: flag('Whether it can neither be changed nor deleted'),
      id: readOnly(Type.String()),
      models: Type.Optional(nullable(Type.Array(Type.String()))),
      name: Type.Optional(nullable(line(255, 'Name'))),
      url: url(),
    },
    { nullable: true },
  ),
  component('Role', {
    can: can(),
    id: readOnly(Type.String()),
    name: Type.Optional(nullable(line(255, 'Name'))),
    permission_set: Type.Optional(ref('PermissionSet')),
    permission_set_id: Type.Optional(nullable(Type.String({ description: 'Id of the permission set' }))),
    model_set: Type.Optional(ref('ModelSet')),
    model_set_id: Type.Optional(nullable(Type.String({ description: 'Kept for clients; no effect here' }))),
    url: url(),
    users_url: link('Link to the users who have it'),
  }),
];
