import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { StartError } from '../core/start-error.ts';
import { timeText } from '../core/time-text.ts';

/** Where a certificate and its key are: files in PEM form, the certificate before those that lead to its root. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

/** A certificate and its key, which fit each other. */
export interface Certificate {
  files: CertificateFiles;
  cert: Buffer;
  key: Buffer;
  /** Milliseconds UTC. */
  validFromMs: number;
  validUntilMs: number;
  /** Whether it is for the host of an address such as `https://id.example.com`. */
  isFor(address: string): boolean;
  /** What the files were when they were read: see `stateOf`. */
  state: string;
  /** Whether every account of the machine may read the key. */
  keyIsOpen: boolean;
}

/**
 * Reads a certificate and its key, and finds out whether they can be served now.
 *
 * @param nowMs Milliseconds UTC.
 * @throws StartError with one line that says what is wrong with them and what to do.
 */
export async function readCertificate(files: CertificateFiles, nowMs: number): Promise<Certificate> {
  const state = await stateOf(files);
  const [cert, key] = await Promise.all([
    read('COUNTERSIGN_TLS_CERT', files.cert),
    read('COUNTERSIGN_TLS_KEY', files.key),
  ]);
  const leaf = parse('COUNTERSIGN_TLS_CERT', files.cert, 'a certificate in PEM form', () => {
    if (!cert.includes('-----BEGIN CERTIFICATE-----')) throw new Error('there is none in it');
    return new X509Certificate(cert);
  });
  const privateKey = parse(
    'COUNTERSIGN_TLS_KEY',
    files.key,
    'a private key in PEM form, without a password',
    () => createPrivateKey(key),
  );
  if (!leaf.checkPrivateKey(privateKey)) {
    throw new StartError(
      `COUNTERSIGN_TLS_KEY: the key in ${files.key} does not fit the first certificate in ${files.cert}: name two that belong together, the server's own certificate first.`,
    );
  }
  parse('COUNTERSIGN_TLS_CERT', files.cert, 'a certificate that TLS takes', () =>
    createSecureContext({ cert, key }),
  );
  const [validFromMs, validUntilMs] = [leaf.validFromDate.getTime(), leaf.validToDate.getTime()];
  if (nowMs >= validUntilMs) {
    throw new StartError(
      `COUNTERSIGN_TLS_CERT: the certificate in ${files.cert} expired on ${timeText(validUntilMs)}: put a new one there.`,
    );
  }
  if (nowMs < validFromMs) {
    throw new StartError(
      `COUNTERSIGN_TLS_CERT: the certificate in ${files.cert} is valid from ${timeText(validFromMs)} on: check the clock of this machine.`,
    );
  }
  const { mode } = await stat(files.key);
  return {
    files,
    cert,
    key,
    validFromMs,
    validUntilMs,
    state,
    isFor: (address) => isFor(leaf, new URL(address).hostname.replace(/^\[|\]$/g, '')),
    keyIsOpen: (mode & 0o007) !== 0,
  };
}

const isFor = (leaf: X509Certificate, host: string): boolean =>
  (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined;

/** Tells one state of the files from another, without reading them. */
export async function stateOf({ cert, key }: CertificateFiles): Promise<string> {
  const states = [cert, key].map((path) =>
    stat(path, { bigint: true }).then(
      ({ dev, ino, size, mtimeNs, ctimeNs }) => [dev, ino, size, mtimeNs, ctimeNs].join(' '),
      ({ code }: NodeJS.ErrnoException) => code,
    ),
  );
  return (await Promise.all(states)).join('\n');
}

async function read(setting: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `${setting}: ${path} cannot be read (${code}): name a file that this account may read.`,
    );
  }
}

/** What OpenSSL says of a key does not repeat it. */
function parse<Result>(setting: string, path: string, right: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new StartError(`${setting}: ${path} must be ${right} (${(error as Error).message}).`);
  }
}
