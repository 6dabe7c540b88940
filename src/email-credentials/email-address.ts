import { invalidField } from '../core/app-error.ts';

/** What a mail server takes (RFC 5321 section 4.5.3.1.3), in characters. */
export const MAX_EMAIL_LENGTH = 254;

/**
 * A name, one `@` and a host, with nothing that has a meaning in a mail's header (RFC 5322 section 3.2.3).
 * Whether there is a mailbox only a mail can tell.
 */
const address = /^[^\s\p{C}@"(),:;<>[\\\]]{1,64}@[^\s\p{C}@"(),:;<>[\\\]]+$/u;
const misplacedDot = /^\.|\.\.|\.@|@\.|\.$/;

/**
 * @param given As it came from outside.
 * @returns The same, letter case and all.
 * @throws AppError `validation_failed` for what is missing or no address.
 */
export function requireEmail(given: string | null | undefined): string {
  if (given === undefined || given === null) {
    throw invalidField('email', "'email' is required.", 'missing_field');
  }
  if (given.length > MAX_EMAIL_LENGTH || !address.test(given) || misplacedDot.test(given)) {
    throw invalidField('email', "'email' must be an e-mail address, such as ada@example.com.");
  }
  return given;
}
