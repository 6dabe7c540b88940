import { invalidField } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import type { Writable } from './queries.ts';

/** What a client can set of a group. What is absent stays as it is. */
export interface GroupChanges {
  name?: string | null;
  can_add_to_content_metadata?: boolean;
}

/**
 * The columns that changes go to.
 *
 * @throws AppError `validation_failed` for a name with nothing in it.
 */
export function columnsOf({ name, can_add_to_content_metadata }: GroupChanges): Writable {
  const columns: Writable = {};
  if (name !== undefined) {
    if (!name?.trim()) throw invalidField('name', "'name' must not be empty.");
    columns.name = name;
    columns.name_key = canonical(name);
  }
  if (can_add_to_content_metadata !== undefined) {
    columns.can_add_to_content_metadata = Number(can_add_to_content_metadata);
  }
  return columns;
}
