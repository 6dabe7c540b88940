import { can, component, flag, line, nullable, readOnly, text, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const permission = component('Permission', {
  can: can(),
  permission: text('Name'),
  parent: text('The permission without which this one is of no use'),
  description: text('What it allows'),
});

const permissionSet = component('PermissionSet', {
  can: can(),
  all_access: flag('Whether it has every permission there is or will be'),
  built_in: flag('Whether it can neither be changed nor deleted'),
  id: readOnly(Type.String({ description: 'Unique id' })),
  name: Type.Optional(nullable(line(255, 'Name'))),
  permissions: Type.Optional(
    nullable(
      Type.Array(Type.String({ maxLength: 64 }), {
        maxItems: 500,
        description: 'Names of permissions. Those that only Looker knows are kept, and allow nothing here',
      }),
    ),
  ),
  url: url(),
});

export const permissionSetComponents = [permission, permissionSet];
