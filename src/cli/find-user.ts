import { AppError } from '../core/app-error.ts';
import { StartError } from '../core/start-error.ts';
import type { Reader } from '../store/database.ts';
import { findByCredential } from '../users/find-by-credential.ts';
import { requireUser } from '../users/user-exists.ts';

/**
 * Whom the operator means.
 *
 * @param user Their id or e-mail address.
 * @throws StartError when there is no such user.
 */
export async function findUser(reader: Reader, user: string): Promise<number> {
  try {
    if (!/^\d{1,15}$/.test(user)) return await findByCredential(reader, 'email', user);
    await requireUser(reader, Number(user));
    return Number(user);
  } catch (error) {
    if (error instanceof AppError) throw new StartError(`There is no user ${user}.`);
    throw error;
  }
}
