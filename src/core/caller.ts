import { AppError } from './app-error.ts';
import { type Permission, permissions } from './permissions.ts';

/** Who asks, as the token says. */
export interface Caller {
  userId: number;
  /** The administrator who acts as `userId`, after `login_user`. */
  sudoUserId: number | null;
  apiKeyId: number;
  tokenDigest: Uint8Array;
  /** The web session that the request came with, if it did. */
  sessionId?: number;
  permissions: ReadonlySet<Permission>;
  /** The address the request came from, for the audit log. */
  source: string;
}

export const may = (caller: Caller, permission: Permission): boolean => caller.permissions.has(permission);

/** Whether the caller sees who the other users are. */
export const seesOthers = (caller: Caller): boolean => may(caller, 'see_users') || may(caller, 'see_names');

/** Whether the caller may learn that a user exists. Whoever checks codes learns it by checking one. */
export const mayKnowOf = (caller: Caller): boolean => seesOthers(caller) || may(caller, 'verify_two_factor');

/** @throws AppError `forbidden`, naming the permission that is missing. */
export function requirePermission(caller: Caller, permission: Permission): void {
  if (!may(caller, permission)) throw forbidden(permission);
}

export function forbidden(permission: Permission): AppError {
  return new AppError(
    'forbidden',
    `Permission denied: this needs the permission ${permission} (${permissions[permission].toLowerCase()}).`,
  );
}
