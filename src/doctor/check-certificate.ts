import type { Config } from '../config.ts';
import { StartError } from '../core/start-error.ts';
import { timeText } from '../core/time-text.ts';
import { type Certificate, readCertificate } from '../tls/certificate.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

const DAY_MS = 86_400_000;
/** So long before its end a certificate should have been replaced; or for the last quarter of a short life. */
const LATE_MS = 14 * DAY_MS;

/** Looks at the certificate that the server shows, if it has one of its own. */
export async function checkCertificate(
  { tls, publicUrl }: Pick<Config, 'tls' | 'publicUrl'>,
  nowMs: number,
): Promise<Finding[]> {
  if (!tls) return [];
  let certificate: Certificate;
  try {
    certificate = await readCertificate(tls, nowMs);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [
      wrong('certificate', error.message, 'The server does not start with it, and keeps the one before.'),
    ];
  }
  const findings = [validity(certificate, nowMs)];
  if (publicUrl !== undefined && !certificate.isFor(publicUrl)) {
    const says = `The certificate in ${tls.cert} is not for ${publicUrl}: browsers and programs refuse it.`;
    findings.push(wrong('certificate name', says, 'Get one for that name.'));
  }
  if (certificate.keyIsOpen) {
    const says = `Every account of this machine may read ${tls.key}.`;
    findings.push(warning('certificate key', says, `chmod o= ${tls.key}`));
  }
  return findings;
}

function validity({ validFromMs, validUntilMs }: Certificate, nowMs: number): Finding {
  const leftMs = validUntilMs - nowMs;
  const says = `The certificate is valid until ${timeText(validUntilMs)}, ${Math.floor(leftMs / DAY_MS)} days from now.`;
  return leftMs < Math.min(LATE_MS, (validUntilMs - validFromMs) / 4)
    ? warning('certificate', says, 'Replace it. The server takes the new one without a restart.')
    : good('certificate', says);
}
