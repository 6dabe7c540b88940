import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for this machine that signs itself, and its key, in PEM form. */
export interface MadeCertificate {
  cert: string;
  key: string;
}

/**
 * Makes a certificate with OpenSSL.
 *
 * @param folder For what is made on the way.
 * @param days How long it is valid from now on; negative: it ended so many days ago.
 */
export function makeCertificate(folder: string, { days = 30, names = 'IP:127.0.0.1,DNS:localhost' } = {}) {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  const key = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256');
  writeFileSync(join(folder, 'new.key'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'new.names'), `subjectAltName=${names}\n`);
  openssl('req', '-new', '-key', 'new.key', '-subj', '/CN=localhost', '-out', 'new.request');
  const signed = ['x509', '-req', '-in', 'new.request', '-signkey', 'new.key', '-extfile', 'new.names'];
  return { cert: openssl(...signed, '-days', String(days)), key };
}

/** Puts them where a server finds them, and says where in its settings. */
export function placeCertificate(folder: string, { cert, key }: MadeCertificate) {
  const settings = {
    COUNTERSIGN_TLS_CERT: join(folder, 'server.crt'),
    COUNTERSIGN_TLS_KEY: join(folder, 'server.key'),
  };
  writeFileSync(settings.COUNTERSIGN_TLS_CERT, cert);
  writeFileSync(settings.COUNTERSIGN_TLS_KEY, key, { mode: 0o600 });
  return settings;
}
