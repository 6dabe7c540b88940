import { openAsBlob } from 'node:fs';
import type { S3Access } from '../core/backup-settings.ts';
import { StartError } from '../core/start-error.ts';
import { basicTimeText } from '../core/time-text.ts';

/** So long a file may be: larger ones would have to be sent in parts. */
const MOST_BYTES = 5 * 1024 ** 3;
const RETRIES = 3;
const LONGEST_ANSWER = 10_000;

export const isS3 = (place: string): boolean => place.startsWith('s3://');

interface Asked {
  method: 'GET' | 'PUT' | 'DELETE';
  /** For the signature, in milliseconds UTC. */
  nowMs: number;
  signal: AbortSignal;
  body?: Blob;
  headers?: Record<string, string>;
}

/**
 * Asks S3, or what speaks like it, for an object: signed (AWS Signature Version 4), the bucket in the path.
 *
 * @param url `s3://bucket/key`.
 * @throws StartError when it is not done; says the status and the code that S3 gives.
 */
async function ask(
  { endpoint, region, accessKeyId, secretAccessKey }: S3Access,
  url: string,
  { method, nowMs, signal, body, headers = {} }: Asked,
): Promise<Response> {
  const path = url.slice('s3://'.length).split('/').map(encodeURIComponent).join('/');
  // Loaded only where there is a bucket.
  const { AwsClient } = await import('aws4fetch');
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey: secretAccessKey.reveal() },
    ...{ service: 's3', region, retries: RETRIES },
  });
  const datetime = basicTimeText(nowMs);
  let answer: Response;
  try {
    const aws = { datetime };
    answer = await client.fetch(`${endpoint}/${path}`, {
      ...{ method, headers, redirect: 'manual', signal, aws },
      ...(body && { body }),
    });
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as { cause?: { code?: string }; message: string };
    throw new StartError(`S3 cannot be reached at ${endpoint} (${cause?.code ?? message}).`);
  }
  if (answer.ok) return answer;
  const text = (await answer.text()).slice(0, LONGEST_ANSWER);
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  if (answer.status === 404 && code !== 'NoSuchBucket') throw new NoSuchObject(`There is no file ${url}.`);
  throw new StartError(`S3 answered ${answer.status}${code ? ` (${code})` : ''} for ${url}.`);
}

class NoSuchObject extends StartError {}

/**
 * Puts a file into a bucket. What arrives has the digest, or is refused.
 *
 * @param url `s3://bucket/key`.
 * @throws StartError when it is too large, or not taken.
 */
export async function putObject(
  access: S3Access,
  url: string,
  {
    file,
    bytes,
    sha256,
    ...asked
  }: { file: string; bytes: number; sha256: string; nowMs: number; signal: AbortSignal },
): Promise<void> {
  if (bytes > MOST_BYTES) {
    throw new StartError(
      `The backup has ${bytes} bytes, and S3 takes ${MOST_BYTES} at once: write it to a folder.`,
    );
  }
  const body = await openAsBlob(file);
  await ask(access, url, { method: 'PUT', body, headers: { 'x-amz-content-sha256': sha256 }, ...asked });
}

/** @throws StartError when there is no such object, or it is not given. */
export async function getObject(
  access: S3Access,
  url: string,
  asked: { nowMs: number; signal: AbortSignal },
): Promise<AsyncIterable<Uint8Array>> {
  const { body } = await ask(access, url, { method: 'GET', ...asked });
  if (!body) throw new StartError(`There is nothing in ${url}.`);
  return body as unknown as AsyncIterable<Uint8Array>;
}

/** One that is not there is as good as deleted. @throws StartError when it is not done. */
export async function deleteObject(
  access: S3Access,
  url: string,
  asked: { nowMs: number; signal: AbortSignal },
): Promise<void> {
  try {
    await ask(access, url, { method: 'DELETE', ...asked });
  } catch (error) {
    if (!(error instanceof NoSuchObject)) throw error;
  }
}
