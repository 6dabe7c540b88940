import { can, component, flag, line, link, nullable, text, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const shape = {
  can: can(),
  created_at: text('When it was created'),
  email: Type.Optional(nullable(line(254, 'E-mail address'))),
  forced_password_reset_at_next_login: Type.Optional(
    Type.Boolean({ description: 'Whether the password must be changed at the next sign-in' }),
  ),
  user_id: text('Id of the user'),
  is_disabled: flag(
    'Whether this credential cannot be used: it has no password yet, or the user is disabled',
  ),
  logged_in_at: text('Last sign-in with it; null before the first'),
  password_reset_url: text('Link to choose a new password: in the answer that made it, and in no other'),
  account_setup_url: text('The same for somebody who has no password yet'),
  type: text('Always `email`'),
  url: url(),
  user_url: link('Link to the user'),
};

export const emailCredentialComponents = [
  component('CredentialsEmail', shape, { nullable: true }),
  component('CredentialsEmailSearch', shape),
  component('UserEmailOnly', { email: Type.String({ maxLength: 254 }) }, { required: ['email'] }),
];
