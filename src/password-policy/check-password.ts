import type { FieldFault } from '../core/app-error.ts';
import { compose } from '../core/compose.ts';

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

export type PasswordRule =
  | 'min_length'
  | 'max_length'
  | 'require_numeric'
  | 'require_upperlower'
  | 'require_special';

/**
 * The rules that a new password breaks, in the form it is hashed in (NFC). Its length is counted in characters,
 * and no character is refused (NIST SP 800-63B-4 section 3.1.1.2).
 */
export function brokenRules(config: PasswordConfig, password: string): PasswordRule[] {
  const text = compose(password);
  const length = [...text].length;
  const holds: Record<PasswordRule, boolean> = {
    min_length: length >= config.min_length,
    max_length: length <= MAX_PASSWORD_LENGTH,
    require_numeric: !config.require_numeric || isDigit.test(text),
    require_upperlower: !config.require_upperlower || (isUpper.test(text) && isLower.test(text)),
    require_special: !config.require_special || isSpecial.test(text),
  };
  return (Object.keys(holds) as PasswordRule[]).filter((rule) => !holds[rule]);
}

/** @returns A fault for each rule that a new password breaks. None repeats the password. */
export function checkPassword(config: PasswordConfig, password: string): FieldFault[] {
  const must: Record<PasswordRule, string> = {
    min_length: `have at least ${config.min_length} characters`,
    max_length: `have at most ${MAX_PASSWORD_LENGTH} characters`,
    require_numeric: 'have a digit',
    require_upperlower: 'have an upper case and a lower case letter',
    require_special: 'have a character that is neither letter nor digit',
  };
  return brokenRules(config, password).map((rule) => ({
    field: 'password',
    code: 'invalid',
    message: `'password' must ${must[rule]}.`,
  }));
}
