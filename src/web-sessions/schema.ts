import { can, component, nullable, readOnly, text, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const setting = (description: string) => Type.Optional(Type.Boolean({ description }));

export const webSessionComponents = [
  component('Session', {
    can: can(),
    id: readOnly(Type.String({ description: 'Unique id' })),
    ip_address: text('Address that the user signed in from'),
    browser: text('What the browser calls itself'),
    operating_system: text('What the browser says it runs on'),
    city: text('Always null'),
    state: text('Always null'),
    country: text('Always null'),
    credentials_type: text('With what the user signed in, such as `email`'),
    extended_at: text('Always null'),
    extended_count: readOnly(nullable(Type.Integer({ format: 'int64', description: 'Always null' }))),
    sudo_user_id: text('Id of who acts as the user; null: the user'),
    created_at: text('When the user signed in'),
    expires_at: text('When it ends, used or not'),
    url: url(),
  }),
  component('SessionConfig', {
    can: can(),
    allow_persistent_sessions: setting('Whether people may stay signed in when they close the browser'),
    session_minutes: Type.Optional(
      nullable(
        Type.Integer({
          format: 'int64',
          minimum: 5,
          maximum: 43_200,
          description: 'Minutes that a session lasts at most, from 5 to 43200',
        }),
      ),
    ),
    unlimited_sessions_per_user: setting(
      'Whether a user may have several sessions. Otherwise each sign-in ends the one before.',
    ),
    use_inactivity_based_logout: setting('Whether a session ends when it is not used for 15 minutes'),
    track_session_location: setting('Kept for clients; no place is looked up'),
  }),
];
