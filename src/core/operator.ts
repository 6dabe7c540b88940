import type { Caller } from './caller.ts';
import { parsePermissions } from './permissions.ts';

/** Who works on the data folder at the command line. They can read all that is in it, so they may do everything. */
export const operator: Caller = {
  userId: 0,
  sudoUserId: null,
  apiKeyId: 0,
  tokenDigest: new Uint8Array(),
  permissions: parsePermissions('*'),
  source: 'operator',
};
