import { nameOf } from './name-users.ts';
import type { UserRow } from './queries.ts';

/** One of a list of people. */
export interface PersonNamed {
  id: number;
  /** First and last name, or the e-mail address of somebody without either; empty without any of these. */
  name: string;
  email: string | null;
  isDisabled: boolean;
}

export const personNamed = (row: UserRow): PersonNamed => ({
  id: row.id,
  name: nameOf(row),
  email: row.email,
  isDisabled: row.disabled_at !== null,
});
