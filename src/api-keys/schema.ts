import { can, component, flag, readOnly, text, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const shared = {
  can: can(),
  id: readOnly(Type.String({ description: 'Unique id' })),
  client_id: text('API key client_id'),
  created_at: text('When it was created'),
  is_disabled: flag('Whether the key is refused'),
  type: text('Always `api3`'),
};

export const apiKeyComponents = [
  component('CredentialsApi3', { ...shared, url: url() }),
  component('CreateCredentialsApi3', {
    ...shared,
    client_secret: text('API key client_secret. Only in the answer that creates the key.'),
    url: url(),
  }),
];
