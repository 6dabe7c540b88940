import { brokenRules, type PasswordConfig, type PasswordRule } from './check-password.ts';
import { isGuessable } from './guessable-passwords.ts';

/** What is wrong with a password that somebody chose. */
export type PasswordFault = PasswordRule | 'guessable';

/** Whose password it is to be, and as whom the server presents itself: what guessers try first. */
export interface KnownOf {
  email: string;
  first_name: string;
  last_name: string;
  issuer: string;
}

/** Why a password cannot be taken; nothing: it can. */
export function passwordFaults(config: PasswordConfig, password: string, known: KnownOf): PasswordFault[] {
  const broken = brokenRules(config, password);
  if (broken.length) return broken;
  const { email, first_name: first, last_name: last, issuer } = known;
  const words = [email, first, last, `${first}${last}`, `${last}${first}`, issuer, 'Countersign'];
  return isGuessable(password, words) ? ['guessable'] : [];
}
