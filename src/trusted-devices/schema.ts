import { can, component, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

export const trustedDeviceComponents = [
  component('TrustedDevice', {
    can: can(),
    id: readOnly(Type.String({ description: 'Unique id' })),
    created_at: text('When it proved itself first'),
    last_used_at: text('When it was last used to sign in or prove a code'),
    expires_at: text('Until when it is trusted'),
    ip_address: text('Where it was when it proved itself first'),
  }),
];
