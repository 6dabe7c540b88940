import type { OperationFacts } from '../contract/notation.ts';

/** A status that is documented, because the compatible API documents it, and that is never answered here. */
interface Unreachable {
  status: number;
  of: (id: string, facts: OperationFacts) => boolean;
  why: string;
}

const named =
  (...ids: string[]) =>
  (id: string): boolean =>
    ids.includes(id);

const federated = /^(?:delete_)?user_credentials_(?:google|ldap|saml|oidc|looker_openid)$/;

export const unreachable: readonly Unreachable[] = [
  {
    status: 404,
    of: (id, { route }) => !route.replace('{pattern}', '').includes('{') && !/^log(?:in|out)$/.test(id),
    why: 'what it answers is always there: a list, a search, the settings, the caller',
  },
  { status: 200, of: (id) => federated.test(id), why: 'nobody signs in through others yet' },
  { status: 204, of: (id) => federated.test(id), why: 'nobody signs in through others yet' },
  { status: 503, of: (id) => federated.test(id), why: 'there is nothing to change' },
  { status: 409, of: named('create_user'), why: 'nothing that can be written of a new user must be unique' },
  { status: 409, of: named('create_user_credentials_api3'), why: 'a user may have any number of API keys' },
  {
    status: 409,
    of: named('wipeout_user_emails'),
    why: 'an address of another user is 422 with the field, as wherever one is changed',
  },
  {
    status: 409,
    of: named('set_user_attribute_group_values'),
    why: 'it replaces what is there; a group that is listed twice is 422 with the item',
  },
  {
    status: 422,
    of: named('force_password_reset_at_next_login_for_all_users', 'create_user_credentials_api3'),
    why: 'it takes no body',
  },
];

export const whyNever = (id: string, facts: OperationFacts, status: number): string | undefined =>
  unreachable.find((one) => one.status === status && one.of(id, facts))?.why;
