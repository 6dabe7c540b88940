import { Encrypter } from 'age-encryption';
import type { Secret } from './secret.ts';
import { StartError } from './start-error.ts';

/** To whom something is sealed: those who have the private key of one of these, or who know the password. */
export type SealedTo = { recipients: readonly string[] } | { password: Secret };

/** @throws StartError for a recipient that is none. It is not repeated: it may be a private key, by mistake. */
export function encrypterTo(to: SealedTo): Encrypter {
  const encrypter = new Encrypter();
  if ('password' in to) encrypter.setPassphrase(to.password.reveal());
  else {
    for (const [index, recipient] of to.recipients.entries()) {
      try {
        encrypter.addRecipient(recipient);
      } catch {
        throw new StartError(`Recipient ${index + 1} ${whyNone(recipient)}`);
      }
    }
  }
  return encrypter;
}

const whyNone = (recipient: string): string =>
  /^AGE-SECRET-KEY-/i.test(recipient)
    ? 'is a private key: give the public key that belongs to it, which begins with age1.'
    : 'is no public key: copy a whole one, which begins with age1.';

/** Seals a little text in the age format (age-encryption.org/v1). */
export const sealText = (to: SealedTo, text: string): Promise<Uint8Array> => encrypterTo(to).encrypt(text);
