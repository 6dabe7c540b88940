import type { OpenedWith } from '../archive/sealed-file.ts';
import { StartError } from '../core/start-error.ts';

/** What a file in the age format begins with. */
const BEGINNING = 'age-encryption.org/v1\n';

/**
 * What is in a sealed file; any other file as it is.
 *
 * @param name As the operator named it.
 * @throws StartError when it does not open, or nothing is there to open it with.
 */
export async function unsealed(name: string, bytes: Buffer, opened: OpenedWith | undefined): Promise<Buffer> {
  if (bytes.toString('latin1', 0, BEGINNING.length) !== BEGINNING) return bytes;
  if (!opened) {
    throw new StartError(
      `${name} is sealed: say --identity with a file of private keys, or --password-file.`,
    );
  }
  const { openSealed } = await import('../archive/sealed-file.ts');
  const content = await openSealed({ name, content: [bytes] }, { with: opened });
  return Buffer.concat(await Array.fromAsync(content));
}
