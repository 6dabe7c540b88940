import type { FieldFault } from '../core/app-error.ts';

/** What a new password must have. */
export interface PasswordConfig {
  min_length: number;
  require_numeric: boolean;
  require_upperlower: boolean;
  require_special: boolean;
}

/** Longer than anybody types; short enough to hash at once. */
export const MAX_PASSWORD_LENGTH = 1_024;

const isDigit = /\p{Nd}/u;
const isUpper = /\p{Lu}/u;
const isLower = /\p{Ll}/u;
/** Anything but letters and digits, with the marks that belong to them. */
const isSpecial = /[^\p{L}\p{M}\p{N}]/u;

/**
 * What is wrong with a new password, in the form it is hashed in (NFC). Its length is counted in characters,
 * and no character is refused (NIST SP 800-63B-4 section 3.1.1.2).
 *
 * @returns A fault for each rule that it breaks. None repeats the password.
 */
export function checkPassword(config: PasswordConfig, password: string): FieldFault[] {
  const text = password.normalize('NFC');
  const length = [...text].length;
  const faults: FieldFault[] = [];
  const require = (holds: boolean, rule: string) => {
    if (!holds) faults.push({ field: 'password', code: 'invalid', message: `'password' must ${rule}.` });
  };
  require(length >= config.min_length, `have at least ${config.min_length} characters`);
  require(length <= MAX_PASSWORD_LENGTH, `have at most ${MAX_PASSWORD_LENGTH} characters`);
  require(!config.require_numeric || isDigit.test(text), 'have a digit');
  require(!config.require_upperlower ||
    (isUpper.test(text) && isLower.test(text)), 'have an upper case and a lower case letter');
  require(!config.require_special ||
    isSpecial.test(text), 'have a character that is neither letter nor digit');
  return faults;
}
