import { canonical } from '../core/canonical.ts';
import type { Writable } from './queries.ts';

/** What a client can set of a user. What is absent stays as it is. */
export interface UserChanges {
  first_name?: string | null;
  last_name?: string | null;
  locale?: string | null;
  home_folder_id?: string | null;
  models_dir_validated?: boolean | null;
  ui_state?: Record<string, string> | null;
  is_disabled?: boolean;
}

/** The columns that changes go to. Whatever else a client sends (often the whole user it read) is ignored. */
export function columnsOf(changes: UserChanges, nowMs: number): Writable {
  const columns: Writable = {};
  if (changes.first_name !== undefined) {
    columns.first_name = changes.first_name ?? '';
    columns.first_name_key = canonical(columns.first_name);
  }
  if (changes.last_name !== undefined) {
    columns.last_name = changes.last_name ?? '';
    columns.last_name_key = canonical(columns.last_name);
  }
  if (changes.locale !== undefined) columns.locale = changes.locale;
  if (changes.home_folder_id !== undefined) columns.home_folder_id = changes.home_folder_id;
  if (changes.models_dir_validated !== undefined) {
    columns.models_dir_validated =
      changes.models_dir_validated === null ? null : Number(changes.models_dir_validated);
  }
  if (changes.ui_state !== undefined) {
    columns.ui_state = changes.ui_state === null ? null : JSON.stringify(changes.ui_state);
  }
  if (changes.is_disabled !== undefined) columns.disabled_at = changes.is_disabled ? nowMs : null;
  return columns;
}
