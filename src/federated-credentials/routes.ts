import { notFound } from '../core/app-error.ts';
import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';

/** Services through which people sign in elsewhere. Nobody does here, so nobody has a credential of theirs. */
const services = {
  google: { component: 'CredentialsGoogle', called: 'Google Auth' },
  ldap: { component: 'CredentialsLDAP', called: 'LDAP' },
  looker_openid: { component: 'CredentialsLookerOpenid', called: 'Looker OpenId' },
  oidc: { component: 'CredentialsOIDC', called: 'OIDC Auth' },
  saml: { component: 'CredentialsSaml', called: 'Saml Auth' },
};

const nobodyHasOne = async (): Promise<never> => {
  throw notFound();
};

export const federatedOperations: Operation[] = Object.entries(services).flatMap(
  ([name, { component, called }]) => {
    const path = `/users/{user_id}/credentials_${name}` as const;
    return [
      operation({
        id: `user_credentials_${name}`,
        method: 'GET',
        path,
        tag: 'User',
        summary: `Get a user's ${called} credential`,
        description: 'No user has one: 404.',
        access: { permission: 'see_users', own: true },
        query: Type.Object(fieldsQuery),
        answer: ref(component),
        answerDescription: `${called} Credential`,
        statuses: [403, 404],
        handle: nobodyHasOne,
      }),
      operation({
        id: `delete_user_credentials_${name}`,
        method: 'DELETE',
        path,
        tag: 'User',
        summary: `Delete a user's ${called} credential`,
        description: 'No user has one: 404.',
        access: 'manage_users',
        statuses: [403, 404, 429],
        handle: nobodyHasOne,
      }),
    ];
  },
);
