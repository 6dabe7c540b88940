import { AppError } from './app-error.ts';
import { type Permission, permissions } from './permissions.ts';

/** Who asks, as the token says. */
export interface Caller {
  userId: number;
  /** The administrator who acts as `userId`, after `login_user`. */
  sudoUserId: number | null;
  apiKeyId: number;
  tokenDigest: Uint8Array;
  permissions: ReadonlySet<Permission>;
  /** The address the request came from, for the audit log. */
  source: string;
}

export const may = (caller: Caller, permission: Permission): boolean => caller.permissions.has(permission);

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
