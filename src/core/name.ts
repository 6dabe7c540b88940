import { invalidField } from './app-error.ts';

/**
 * The name in a body.
 *
 * @throws AppError `validation_failed` when there is none, or nothing but spaces.
 */
export function requireName(name: string | null | undefined): string {
  if (name === null || name === undefined) throw invalidField('name', "'name' is required.", 'missing_field');
  if (!name.trim()) throw invalidField('name', "'name' must not be empty.");
  return name;
}
