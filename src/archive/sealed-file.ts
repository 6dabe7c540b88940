import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Decrypter, type Encrypter } from 'age-encryption';
import { encrypterTo, type SealedTo } from '../core/age.ts';
import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import type { SealedSource } from './sealed-source.ts';
import { writeWhole } from './whole-file.ts';

/** What opens it: private keys, or the password. */
export type OpenedWith = { identities: readonly Secret[] } | { password: Secret };

/**
 * Writes a file that is sealed in the age format (age-encryption.org/v1), so that other programs open it, too. It
 * appears whole or not at all, and is on disk afterwards.
 *
 * @param signal Breaks it off and leaves nothing.
 * @returns Length and SHA-256 of the file.
 * @throws StartError for a file that is there already, or a recipient that is none.
 */
export async function writeSealed(
  path: string,
  to: SealedTo,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const encrypter = encrypterTo(to);
  const plain = Readable.toWeb(Readable.from(content)) as ReadableStream<Uint8Array>;
  return writeWhole(path, encrypted(encrypter, plain), signal);
}

async function* encrypted(encrypter: Encrypter, plain: ReadableStream<Uint8Array>) {
  yield* (await encrypter.encrypt(plain)) as unknown as AsyncIterable<Uint8Array>;
}

/**
 * Opens a sealed file. What comes was not changed since it was sealed, up to there; that the file ends too early shows
 * at its end alone.
 *
 * @throws StartError when it is no such file, or does not open.
 */
export async function openSealed(
  { name, content }: Pick<SealedSource, 'name'> & { content: AsyncIterable<Uint8Array> | Uint8Array[] },
  { with: key }: { with: OpenedWith },
): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter();
  try {
    if ('password' in key) decrypter.addPassphrase(key.password.reveal());
    else for (const identity of key.identities) decrypter.addIdentity(identity.reveal());
    const sealed = Readable.toWeb(Readable.from(content)) as ReadableStream<Uint8Array>;
    return whole(name, (await decrypter.decrypt(sealed)) as unknown as AsyncIterable<Uint8Array>);
  } catch (error) {
    throw new StartError(
      `${name} does not open with this key or password, or is no sealed file (${(error as Error).message}).`,
    );
  }
}

async function* whole(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts = content[Symbol.asyncIterator]();
  for (;;) {
    const next = await parts.next().catch((error: Error) => {
      throw new StartError(`${name} is damaged: it was changed, or its end is missing (${error.message}).`);
    });
    if (next.done) return;
    yield next.value;
  }
}

/** SHA-256 of a file, in hexadecimal, and its length. */
export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(path)) {
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
