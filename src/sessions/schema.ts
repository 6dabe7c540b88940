import { can, component, nullable, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

export const accessToken = component('AccessToken', {
  access_token: readOnly(Type.String({ description: 'Access token for API calls' })),
  token_type: readOnly(Type.String({ description: 'Type of token' })),
  expires_in: readOnly(Type.Integer({ format: 'int64', description: 'Seconds before the token expires' })),
  refresh_token: text('Always null: log in again'),
});

const apiSession = component('ApiSession', {
  can: can(),
  workspace_id: Type.Optional(
    nullable(
      Type.String({ description: '`production` or `dev`. Kept with the token for clients; no effect here.' }),
    ),
  ),
  sudo_user_id: text('Id of who acts as the user; null: the user'),
});

export const sessionComponents = [accessToken, apiSession];
