import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface S3Server {
  endpoint: string;
  /** By bucket and key: `backups/countersign/monday.age`. */
  objects: Map<string, Buffer>;
  /** Method and path of what was asked, and how it was answered. */
  asked: string[];
  /** Answers this to everything. */
  refuseWith: number | undefined;
}

export const S3_SETTINGS = {
  COUNTERSIGN_S3_ACCESS_KEY_ID: 'AKIACOUNTERSIGN',
  COUNTERSIGN_S3_SECRET_ACCESS_KEY: 'canary/s3+secret',
  COUNTERSIGN_S3_REGION: 'eu-south-2',
};

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Keeps objects like S3, for those whose requests are signed right (AWS Signature Version 4). */
export async function startS3Server(t: TestContext): Promise<S3Server> {
  const s3: S3Server = { endpoint: '', objects: new Map(), asked: [], refuseWith: undefined };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const name = decodeURIComponent(request.url ?? '').slice(1);
    const [status, answer] = decide(s3, request, name, body);
    s3.asked.push(`${request.method} ${name} ${status}`);
    response.writeHead(status).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  s3.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return s3;
}

const xml = (code: string): string => `<?xml version="1.0"?>\n<Error><Code>${code}</Code></Error>`;

function decide(
  { objects, refuseWith }: S3Server,
  request: IncomingMessage,
  name: string,
  body: Buffer,
): [status: number, answer?: string | Buffer] {
  if (refuseWith !== undefined) return [refuseWith, xml('SlowDown')];
  if (!isSigned(request)) return [403, xml('SignatureDoesNotMatch')];
  if (!name.startsWith('backups/')) return [404, xml('NoSuchBucket')];
  if (request.method === 'PUT') {
    const length = Number(request.headers['content-length']);
    if (request.headers['x-amz-content-sha256'] !== sha256(body))
      return [400, xml('XAmzContentSHA256Mismatch')];
    if (length !== body.length) return [411, xml('MissingContentLength')];
    objects.set(name, body);
    return [200];
  }
  if (request.method === 'DELETE') return objects.delete(name) ? [204] : [404, xml('NoSuchKey')];
  const found = objects.get(name);
  return found ? [200, found] : [404, xml('NoSuchKey')];
}

/** As the documentation of AWS says, and not by the library that signs. */
function isSigned({ method, url = '', headers }: IncomingMessage): boolean {
  const { authorization = '' } = headers;
  const [, id, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=([\da-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const date = String(headers['x-amz-date']);
  const region = S3_SETTINGS.COUNTERSIGN_S3_REGION;
  if (id !== S3_SETTINGS.COUNTERSIGN_S3_ACCESS_KEY_ID) return false;
  if (scope !== `${date.slice(0, 8)}/${region}/s3/aws4_request`) return false;
  const signed = names.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((one) => signed.includes(one))) return false;
  const canonical = [
    ...[method, url, ''],
    ...signed.map((one) => `${one}:${headers[one]}`),
    ...['', names, headers['x-amz-content-sha256']],
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const secret = `AWS4${S3_SETTINGS.COUNTERSIGN_S3_SECRET_ACCESS_KEY}`;
  const key = [date.slice(0, 8), region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, secret);
  return hmac(key, text).toString('hex') === signature;
}
