import { can, component, flag, line, readOnly, text, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

export const embedComponents = [
  component('CredentialsEmbed', {
    can: can(),
    created_at: text('When it was created'),
    external_group_id: text("Id of the user's group in the other application"),
    external_user_id: text('Id of the user in the other application'),
    id: readOnly(Type.String({ description: 'Unique id' })),
    is_disabled: flag('Whether the user is disabled'),
    logged_in_at: text('Last sign-in with it; null before the first'),
    type: text('Always `embed`'),
    url: url(),
  }),
  component(
    'CreateEmbedUserRequest',
    { external_user_id: line(255, 'Id of the user in the other application') },
    { required: ['external_user_id'] },
  ),
];
