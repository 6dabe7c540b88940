import type { FastifyBaseLogger } from 'fastify';
import type { Recipient } from './account-mails.ts';
import type { Mailer, Message } from './mailer.ts';

/** What is needed of the context: this folder knows nothing of it. */
interface Sender {
  config: { issuer: string };
  mailer: Mailer | undefined;
  log: Pick<FastifyBaseLogger, 'error'>;
}

/**
 * Tells a user of a change that stands (NIST SP 800-63B-4 section 4.6). Nobody waits for it, and the change stands
 * without it.
 */
export function notify(
  { config, mailer, log }: Sender,
  { userId, ...to }: { userId: number; email: string; locale: string | null },
  mail: (to: Recipient) => Message,
): void {
  mailer
    ?.send(mail({ ...to, issuer: config.issuer }))
    .catch((error) => log.error({ err: error, userId }, 'mail not sent'));
}
