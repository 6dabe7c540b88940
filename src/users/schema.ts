import { NAME_LENGTH } from '../core/name.ts';
import {
  can,
  component,
  flag,
  line,
  link,
  listOf,
  nullable,
  readOnly,
  ref,
  text,
  url,
} from '../http/schema.ts';
import { Type } from '../http/type.ts';

const idText = (description: string) => readOnly(Type.String({ description }));
const nested = ($id: string) => Type.Optional(ref($id));
const nestedList = ($id: string) => readOnly(nullable(listOf($id)));

/** Keys in the order of the API this one is compatible with. */
export const user = component('User', {
  can: can(),
  avatar_url: link('Picture with the initials'),
  avatar_url_without_sizing: link('The same, without a size'),
  credentials_api3: nestedList('CredentialsApi3'),
  credentials_email: nested('CredentialsEmail'),
  credentials_embed: nestedList('CredentialsEmbed'),
  credentials_google: nested('CredentialsGoogle'),
  credentials_ldap: nested('CredentialsLDAP'),
  credentials_looker_openid: nested('CredentialsLookerOpenid'),
  credentials_oidc: nested('CredentialsOIDC'),
  credentials_saml: nested('CredentialsSaml'),
  credentials_totp: nested('CredentialsTotp'),
  display_name: text('Full name; null unless both first and last name are there'),
  email: text('E-mail address'),
  embed_group_space_id: text('Always null'),
  first_name: Type.Optional(nullable(line(NAME_LENGTH, 'First name'))),
  group_ids: readOnly(nullable(Type.Array(Type.String(), { description: "Ids of the user's groups" }))),
  home_folder_id: Type.Optional(nullable(line(255, 'Kept for clients; no effect here'))),
  id: idText('Unique id'),
  is_disabled: Type.Optional(
    Type.Boolean({ description: 'A disabled user cannot sign in, and their keys and codes are refused' }),
  ),
  last_name: Type.Optional(nullable(line(NAME_LENGTH, 'Last name'))),
  locale: Type.Optional(nullable(line(35, 'Preferred language'))),
  looker_versions: readOnly(nullable(Type.Array(Type.String(), { description: 'Always empty' }))),
  models_dir_validated: Type.Optional(
    nullable(Type.Boolean({ description: 'Kept for clients; no effect here' })),
  ),
  personal_folder_id: text('Always null'),
  presumed_looker_employee: flag('Always false'),
  role_ids: readOnly(nullable(Type.Array(Type.String(), { description: "Ids of the user's roles" }))),
  sessions: nestedList('Session'),
  ui_state: Type.Optional(
    nullable(
      Type.Record(Type.String({ maxLength: 255 }), Type.String({ maxLength: 10_000 }), {
        maxProperties: 100,
        description: 'Kept for clients; no effect here',
      }),
    ),
  ),
  verified_looker_employee: flag('Always false'),
  roles_externally_managed: flag('Always false'),
  allow_direct_roles: flag('Always true'),
  allow_normal_group_membership: flag('Always true'),
  allow_roles_from_normal_groups: flag('Always true'),
  embed_group_folder_id: text('Always null'),
  url: url(),
});

export const userPublic = component('UserPublic', {
  can: can(),
  id: idText('Unique id'),
  first_name: readOnly(Type.String({ description: 'First name' })),
  last_name: readOnly(Type.String({ description: 'Last name' })),
  display_name: text('Full name; null unless both first and last name are there'),
  avatar_url: readOnly(Type.String({ format: 'uri-reference', description: 'Picture with the initials' })),
  url: url(),
});

export const userComponents = [user, userPublic];
