import type { TSchema } from 'typebox';
import { can, component, flag, link, text, url } from '../http/schema.ts';

/** Nothing but null until a user can sign in through the named service. */
const federated = ($id: string, more: Record<string, TSchema>) =>
  component(
    $id,
    {
      can: can(),
      created_at: text(),
      email: text(),
      is_disabled: flag(),
      logged_in_at: text(),
      type: text(),
      url: url(),
      ...more,
    },
    { nullable: true },
  );

export const federatedComponents = [
  federated('CredentialsGoogle', { domain: text(), google_user_id: text() }),
  federated('CredentialsLDAP', { ldap_dn: text(), ldap_id: text() }),
  federated('CredentialsLookerOpenid', { logged_in_ip: text(), user_url: link() }),
  federated('CredentialsOIDC', { oidc_user_id: text() }),
  federated('CredentialsSaml', { saml_user_id: text() }),
];
