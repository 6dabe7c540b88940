import { readFileSync } from 'node:fs';
import type { OpenedWith } from '../archive/sealed-file.ts';
import { encrypterTo, type SealedTo } from '../core/age.ts';
import { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';

export interface SealOptions {
  recipient?: string[];
  passwordFile?: string;
}

export interface OpenOptions {
  identity?: string;
  passwordFile?: string;
}

const SHORTEST_PASSWORD = 12;

/** @throws StartError unless there is one of the two, and for a recipient that is none. */
export function sealedTo({ recipient = [], passwordFile }: SealOptions): SealedTo {
  if (recipient.length > 0 === (passwordFile !== undefined)) {
    throw new StartError(
      'Say to whom it is sealed: --recipient with a public key (age1…), or --password-file.',
    );
  }
  if (passwordFile !== undefined) return { password: newPassword(passwordFile) };
  // Before anything is recorded or read.
  encrypterTo({ recipients: recipient });
  return { recipients: recipient };
}

/** @throws StartError when it is too short to protect a file */
export function newPassword(file: string): Secret {
  const password = readPassword(file);
  if (password.reveal().length < SHORTEST_PASSWORD) {
    throw new StartError(`The password must have ${SHORTEST_PASSWORD} characters or more.`);
  }
  return password;
}

/** @throws StartError unless there is one of the two. */
export function openedWith({ identity, passwordFile }: OpenOptions): OpenedWith {
  if ((identity !== undefined) === (passwordFile !== undefined)) {
    throw new StartError(
      'Say what opens it: --identity with a file of private keys (AGE-SECRET-KEY-1…), or --password-file.',
    );
  }
  if (identity === undefined) return { password: readPassword(passwordFile ?? '') };
  const keys = read(identity).match(/^AGE-SECRET-KEY-\S+$/gm) ?? [];
  if (keys.length === 0) throw new StartError(`There is no private key in ${identity}.`);
  return { identities: keys.map((key) => new Secret(key)) };
}

/**
 * A password or key from a file. One line break at the end is ignored.
 *
 * @param file `-`: standard input.
 */
export const readPassword = (file: string): Secret => new Secret(read(file).replace(/\r?\n$/, ''));

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    // The code alone: a name that is no file's may be the secret itself.
    throw new StartError(
      `The file of the key or password cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
