import { can, component, flag, line, nullable, REQUIRED_OF_NEW, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const rank = (description: string) => readOnly(nullable(Type.Integer({ format: 'int64', description })));
const choice = (description: string) => Type.Optional(Type.Boolean({ description }));

const HIDDEN = 'Whether nobody is shown the value, which then reads as null';

export const attributeComponents = [
  component(
    'UserAttribute',
    {
      can: can(),
      id: readOnly(Type.String({ description: 'Unique id' })),
      name: Type.Optional(
        nullable(line(255, 'Unique; lower-case letters, digits and underscores, the first a letter')),
      ),
      label: Type.Optional(nullable(line(255, 'Name for people; unique'))),
      type: Type.Optional(
        nullable(
          line(
            255,
            '`string`, `number`, `datetime`, `yesno`, `zipcode`, `relative_url`, `advanced_filter_string`, `advanced_filter_number` or `advanced_filter_datetime`',
          ),
        ),
      ),
      default_value: Type.Optional(
        nullable(Type.String({ description: 'Value of those who have no other. Empty: none.' })),
      ),
      is_system: flag('Whether the value follows from the user and cannot be set'),
      is_permanent: flag('Whether it can neither be changed nor deleted'),
      value_is_hidden: choice('Whether nobody is shown its values. Cannot be taken back.'),
      user_can_view: choice('Whether users see their own value'),
      user_can_edit: choice('Whether users set their own value'),
      hidden_value_domain_whitelist: Type.Optional(
        nullable(
          line(
            2_000,
            'Where a hidden value may be sent: URLs with optional wildcards, separated by commas. Cannot be changed once the values are hidden.',
          ),
        ),
      ),
    },
    { [REQUIRED_OF_NEW]: ['name', 'label', 'type'] },
  ),
  component('UserAttributeGroupValue', {
    can: can(),
    id: readOnly(Type.String({ description: 'Unique id' })),
    group_id: text('Id of the group'),
    user_attribute_id: text('Id of the user attribute'),
    value_is_hidden: flag(HIDDEN),
    rank: rank('Of the groups that a user is in, the one with the lowest rank decides'),
    value: text('Value for the members of the group'),
  }),
  component('UserAttributeWithValue', {
    can: can(),
    name: text('Name of the user attribute'),
    label: text('Name for people'),
    rank: rank('Rank among the groups with a value, when it comes from one'),
    value: Type.Optional(nullable(Type.String({ description: 'Value for the user' }))),
    user_id: text('Id of the user'),
    user_can_edit: flag('Whether users set their own value'),
    value_is_hidden: flag(HIDDEN),
    user_attribute_id: text('Id of the user attribute'),
    source: text('Where the value comes from: `User`, `Group: …`, `Default`, `System` or `No Value`'),
    hidden_value_domain_whitelist: text('Where a hidden value may be sent'),
  }),
];
