import { apiKeys } from './api-keys.ts';
import { attributes } from './attributes.ts';
import { audit } from './audit.ts';
import { emailCredentials } from './email-credentials.ts';
import { embedUsers } from './embed-users.ts';
import { federatedCredentials } from './federated-credentials.ts';
import { general } from './general.ts';
import { groups } from './groups.ts';
import { lockouts } from './lockouts.ts';
import { passwordPolicy } from './password-policy.ts';
import { roles } from './roles.ts';
import { server } from './server.ts';
import { sessions } from './sessions.ts';
import { twoFactor } from './two-factor.ts';
import { twoFactorPolicy } from './two-factor-policy.ts';
import { users } from './users.ts';
import { webSessions } from './web-sessions.ts';
import { webhooks } from './webhooks.ts';

/**
 * The English texts of the specification, in Spanish. A file for each folder of features; what several features
 * say stands in `general.ts`. test/api/reference-texts.test.ts names what is missing and what nothing uses.
 */
export const files: Record<string, Record<string, string>> = {
  general,
  apiKeys,
  attributes,
  audit,
  emailCredentials,
  embedUsers,
  federatedCredentials,
  groups,
  lockouts,
  passwordPolicy,
  roles,
  server,
  sessions,
  twoFactor,
  twoFactorPolicy,
  users,
  webSessions,
  webhooks,
};

const catalogue = new Map(Object.values(files).flatMap((file) => Object.entries(file)));

/** @returns The English text itself while it has no translation. */
export const inSpanish = (english: string): string => catalogue.get(english) ?? english;
