import { Type } from 'typebox';
import { component, readOnly, text } from '../http/schema.ts';

export const accessToken = component('AccessToken', {
  access_token: readOnly(Type.String({ description: 'Access token for API calls' })),
  token_type: readOnly(Type.String({ description: 'Type of token' })),
  expires_in: readOnly(Type.Integer({ format: 'int64', description: 'Seconds before the token expires' })),
  refresh_token: text('Always null: log in again'),
});

export const sessionComponents = [accessToken];
