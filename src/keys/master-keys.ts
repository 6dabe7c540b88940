import { hkdf32 } from '../core/hmac.ts';
import type { SealingKey } from '../core/sealing.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import { runKeyCommand } from './key-command.ts';
import { readKeyFile } from './key-file.ts';

/** Where the master keys come from: a setting, a command's output or, with neither, a file. */
export interface KeySource {
  given: Secret | undefined;
  command: string | undefined;
  file: string;
  /** Whether the file is made at the very first start. */
  mayMakeFile: boolean;
}

export interface MasterKeys {
  /** The first wraps; the others open what they have wrapped. */
  keys: [SealingKey, ...SealingKey[]];
  /** What to call their source, and what to do when they are the wrong ones. */
  source: string;
  remedy: string;
}

const KEY_BYTES = 32;

/**
 * The master keys as a key file has them, from wherever they come.
 *
 * @throws StartError when there are none.
 */
export async function masterKeyText(source: KeySource): Promise<string> {
  const { keys } = await readMasterKeys(source, false);
  return keys.map(({ key }) => `${key.toString('base64')}\n`).join('');
}

/**
 * @param firstStart Nothing is sealed yet, so that a new key may be made.
 * @throws StartError, which says what is wrong and repeats no key.
 */
export async function readMasterKeys(
  { given, command, file, mayMakeFile }: KeySource,
  firstStart: boolean,
): Promise<MasterKeys> {
  const [source, remedy] =
    given !== undefined
      ? ['The COUNTERSIGN_MASTER_KEY', 'give the one that belongs to it']
      : command !== undefined
        ? ['What COUNTERSIGN_MASTER_KEY_COMMAND prints', 'make it print the key that belongs to it']
        : [`The key file ${file}`, 'put back the one that belongs to it'];
  const text =
    given?.reveal() ??
    (command !== undefined ? await runKeyCommand(command) : readKeyFile(file, firstStart && mayMakeFile));
  try {
    return { keys: parseMasterKeys(text), source, remedy };
  } catch (error) {
    throw new StartError(`${source} cannot be used (${(error as Error).message}): ${remedy}.`);
  }
}

/**
 * Reads master keys: 32 bytes each in Base64, one a line or with spaces or commas between; a line that starts
 * with `#` is a remark. The key files of old, which are JSON, are read too.
 *
 * @throws Error that says what is wrong and repeats nothing of the text.
 */
function parseMasterKeys(text: string): MasterKeys['keys'] {
  const words = text.trimStart().startsWith('{') ? wordsOfJson(text) : wordsOfLines(text);
  const [first, ...others] = words.map(masterKey);
  if (!first) throw new Error('there is no key in it');
  return [first, ...others];
}

const wordsOfLines = (text: string): string[] =>
  text
    .replaceAll(/^\s*#.*$/gm, '')
    .split(/[\s,]+/)
    .filter(Boolean);

function wordsOfJson(text: string): string[] {
  let content: { keys?: unknown };
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const { keys } = content;
  return Array.isArray(keys) ? keys.map((one: { key?: unknown } | null) => String(one?.key)) : [];
}

/** Its name follows from its bytes, so that it is the same wherever the key is kept. */
function masterKey(word: string): SealingKey {
  const key = Buffer.from(word, 'base64');
  // Decoding passes over what is no Base64; writing it again shows whether there was any.
  const urlSafe = word.replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '');
  if (key.length !== KEY_BYTES || key.toString('base64url') !== urlSafe) {
    throw new Error(`a key must be ${KEY_BYTES} bytes in Base64`);
  }
  return { id: hkdf32(key, Buffer.alloc(0), 'master-key-id').toString('hex', 0, 4), key };
}
