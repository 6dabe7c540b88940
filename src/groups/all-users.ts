import { AppError } from '../core/app-error.ts';
import { EVERYBODY_GROUP_ID } from '../roles/permissions-of.ts';

export const isAllUsers = (groupId: number): boolean => groupId === EVERYBODY_GROUP_ID;

/** Everybody is in All Users, always and without a row that says so. */
export const allUsersIsFixed = (): AppError =>
  new AppError('forbidden', 'All Users is built in: everybody is in it, always. Use a group of your own.');
