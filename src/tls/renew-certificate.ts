import type { Server } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { timeText } from '../core/time-text.ts';
import { type Certificate, readCertificate, stateOf } from './certificate.ts';

/** How often the files are looked at, in milliseconds. */
const EVERY_MS = 2_000;

/**
 * Serves another certificate once its files have changed, to all who connect from then on. The files are looked at, not
 * watched: a link to another folder, as Kubernetes and certbot swap it, is a change, too. Two files are not replaced at
 * the same instant, so they count once they have stayed as they are from one look to the next. A pair that cannot be
 * served is logged, and the one before is kept.
 *
 * @param certificate What is served. It becomes the other one.
 * @returns Ends it.
 */
export function renewCertificate(
  { clock, log }: Pick<Context, 'clock' | 'log'>,
  { server }: FastifyInstance,
  certificate: Certificate,
): () => void {
  const { files } = certificate;
  let tried = certificate.state;
  let seen = tried;
  const warnIfOpen = ({ keyIsOpen }: Certificate) => {
    if (keyIsOpen) log.warn(`Every account of this machine may read ${files.key}: chmod o= ${files.key}`);
  };
  warnIfOpen(certificate);
  const look = async () => {
    const before = seen;
    seen = await stateOf(files);
    if (seen === tried || seen !== before) return;
    tried = seen;
    try {
      const next = await readCertificate(files, clock());
      (server as unknown as Server).setSecureContext({ cert: next.cert, key: next.key });
      Object.assign(certificate, next);
      log.info({ validUntil: timeText(next.validUntilMs) }, 'another certificate is served');
      warnIfOpen(next);
    } catch (error) {
      log.error(
        `The certificate was replaced by one that cannot be served, and the one before is kept. ${(error as Error).message}`,
      );
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  return () => clearInterval(timer);
}
