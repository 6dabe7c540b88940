import { can, component, line, nullable, readOnly, ref, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const writeOnlyId = (description: string) =>
  Type.Optional(nullable(Type.String({ 'x-looker-write-only': true, description })));

const described = {
  can: can(),
  id: readOnly(Type.String({ description: 'Unique id' })),
  name: Type.Optional(nullable(line(255, 'Name'))),
  permission_set: Type.Optional(ref('PermissionSet')),
  permission_set_id: writeOnlyId('Id of the permission set. Only in requests'),
  model_set: Type.Optional(ref('ModelSet')),
  model_set_id: writeOnlyId('Id of the model set; the built-in one when absent. Only in requests'),
};

const links = {
  url: url(),
  users_url: readOnly(
    nullable(Type.String({ format: 'uri-reference', description: 'Link to the users who have it' })),
  ),
};

export const roleComponents = [
  component('Role', { ...described, ...links }),
  component('RoleSearch', {
    ...described,
    user_count: readOnly(
      nullable(
        Type.Integer({
          format: 'int64',
          description: 'How many users have it, themselves or through a group',
        }),
      ),
    ),
    ...links,
  }),
];
