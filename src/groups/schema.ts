import { can, component, flag, line, listOf, nullable, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

/** How long a name may be, in characters. */
const NAME_LENGTH = 255;

const idTexts = (description: string) => readOnly(nullable(Type.Array(Type.String(), { description })));

/** Keys in the order of the API this one is compatible with. */
const group = {
  can: can(),
  can_add_to_content_metadata: Type.Optional(
    Type.Boolean({ description: 'Kept for clients; no effect here' }),
  ),
  contains_current_user: flag('Whether the caller is in this group itself'),
  external_group_id: text('Id of the group elsewhere, if it is kept there'),
  externally_managed: flag('Whether another system says who is in it: never'),
  id: readOnly(Type.String({ description: 'Unique id' })),
  include_by_default: flag('Whether every new user is in it: true for All Users'),
  name: Type.Optional(nullable(line(NAME_LENGTH, 'Name, unique in any letter case'))),
  user_count: readOnly(
    nullable(Type.Integer({ format: 'int64', description: 'How many users are in this group itself' })),
  ),
};

export const groupComponents = [
  component('Group', group),
  component('GroupSearch', { ...group, roles: readOnly(nullable(listOf('Role'))) }),
  component('GroupHierarchy', {
    ...group,
    parent_group_ids: idTexts('Ids of the groups that this one is in itself'),
    role_ids: idTexts('Ids of the roles given to this group itself'),
  }),
  component('GroupIdForGroupInclusion', { group_id: text('Id of the group to put in') }),
  component('GroupIdForGroupUserInclusion', { user_id: text('Id of the user to put in') }),
];
