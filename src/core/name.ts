import { invalidField } from './app-error.ts';

/** How long the name of a group, or the first or last name of a user, may be, in code points. */
export const NAME_LENGTH = 255;

/** Whether a text can be such a name, or is empty: one line. */
export const isNameLine = (text: string): boolean => [...text].length <= NAME_LENGTH && !/\p{Cc}/u.test(text);

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
