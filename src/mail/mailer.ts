import type { Secret } from '../core/secret.ts';

export interface Message {
  /** One address. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  /** @throws MailNotSent when the server did not say that it has taken the mail. */
  send(message: Message): Promise<void>;
}

/** Whether the mail arrives is unknown when the connection broke after the text had gone. */
export class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

/** How long the server may be silent, in milliseconds: somebody waits for the answer. */
const PATIENCE_MS = 10_000;

/**
 * Sends mails through a server, each over a connection of its own.
 *
 * @param server `smtps://…` is encrypted from the start (RFC 8314). `smtp://…` must become so by STARTTLS
 * (RFC 3207), but for this machine's own server or where the URL ends with `?plaintext=allowed`.
 * @param from Who the mails are from: an address, or a name with one.
 */
export async function openMailer({ server, from }: { server: Secret; from: string }): Promise<Mailer> {
  // Not loaded where no mail is sent: it takes as long as a quarter of the start.
  const { createTransport } = await import('nodemailer');
  const { protocol, hostname, port, username, password, search } = new URL(server.reveal());
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const mayBePlain = /^(?:localhost|127\.[\d.]+|::1)$/.test(host) || search !== '';
  const transport = createTransport({
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !mayBePlain,
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // RFC 3834: nobody's absence is answered to a machine.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number };
        // Not the server's words, nor the error as cause: servers repeat what they refuse, links and all.
        throw new MailNotSent(`${code}${responseCode ? `, the server answered ${responseCode}` : ''}`);
      }
    },
  };
}
