import { can, component, nullable, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

export const lockoutComponents = [
  component('UserLoginLockout', {
    can: can(),
    key: text('What ends this lockout is told to end'),
    auth_type: text('What was tried: `api`, `email` or `totp`'),
    ip: text('Address that the last failure came from'),
    user_id: text('Id of the user whose credential was tried; null: it is nobody’s'),
    remote_id: text('Always null'),
    full_name: text('Name of that user'),
    email: text('E-mail address of that user'),
    fail_count: readOnly(
      nullable(Type.Integer({ format: 'int64', description: 'Failures in a row that led to it' })),
    ),
    lockout_at: readOnly(
      nullable(Type.String({ format: 'date-time', description: 'When it began. It lasts five minutes.' })),
    ),
  }),
];
