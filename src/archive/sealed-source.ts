import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import type { S3Access } from '../core/backup-settings.ts';
import { StartError } from '../core/start-error.ts';
import { getObject, isS3 } from './s3.ts';

/** A sealed file that is read once, wherever it is. */
export interface SealedSource {
  /** As the operator named it. */
  name: string;
  content: AsyncIterable<Uint8Array>;
  /** Of what was read so far. */
  digest(): { bytes: number; sha256: string };
}

/**
 * Opens a file, or an object of S3, to read it.
 *
 * @param name A path, or `s3://bucket/key`.
 * @param wanted.s3 undefined: no access to S3 is set.
 * @throws StartError when it is not there, or S3 does not give it.
 */
export async function openSource(
  name: string,
  { s3, ...asked }: { s3: S3Access | undefined; nowMs: number; signal: AbortSignal },
): Promise<SealedSource> {
  if (isS3(name)) {
    if (!s3) {
      throw new StartError(
        'Set COUNTERSIGN_S3_ACCESS_KEY_ID and COUNTERSIGN_S3_SECRET_ACCESS_KEY to read from S3.',
      );
    }
    return digesting(name, await getObject(s3, name, asked));
  }
  if (!existsSync(name)) throw new StartError(`There is no file ${name}.`);
  return digesting(name, createReadStream(name));
}

function digesting(name: string, content: AsyncIterable<Uint8Array>): SealedSource {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* passed() {
    for await (const part of content) {
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  }
  return { name, content: passed(), digest: () => ({ bytes, sha256: hash.copy().digest('hex') }) };
}
