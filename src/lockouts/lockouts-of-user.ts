import type { Reader } from '../store/database.ts';
import { type LockoutRow, lockoutsThat, ofUser, oldestFirst } from './queries.ts';

export type { LockoutRow };

/** The lockouts in force of a user's credentials. */
export const lockoutsOf = (reader: Reader, userId: number, nowMs: number): Promise<LockoutRow[]> =>
  reader.all(lockoutsThat(ofUser(userId), oldestFirst, nowMs).select({ limit: 100, offset: 0 }));
