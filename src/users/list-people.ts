import type { ReadOnlyDatabase } from '../store/database.ts';
import { type PersonRow, selectPeople } from './queries.ts';

/** So many at a time. */
const BATCH = 1_000;

export interface ListedPerson {
  id: string;
  name: string;
  email: string | null;
  is_disabled: boolean;
  two_factor: 'none' | 'enrolling' | 'on' | 'disabled';
}

/** Everybody, by id, with the state of their second factor, however many they are. */
export async function* listPeople(database: ReadOnlyDatabase): AsyncGenerator<ListedPerson> {
  for await (const rows of database.stream<PersonRow>(selectPeople(), BATCH)) {
    for (const row of rows) {
      yield {
        id: String(row.id),
        name: `${row.first_name} ${row.last_name}`.trim(),
        email: row.email,
        is_disabled: row.disabled_at !== null,
        two_factor: stateOf(row),
      };
    }
  }
}

function stateOf(row: PersonRow): ListedPerson['two_factor'] {
  if (row.credential_id === null) return 'none';
  if (row.two_factor_disabled_at !== null) return 'disabled';
  return row.verified_at === null ? 'enrolling' : 'on';
}
