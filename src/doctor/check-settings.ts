import type { Config } from '../config.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

const isLocal = (host: string): boolean => /^(?:localhost|127\.[\d.]+|::1|\[::1\])$/.test(host);

/** Looks at settings that are allowed each, but not together or not for a server that others reach. */
export function checkSettings(
  config: Pick<Config, 'host' | 'publicUrl' | 'trustedProxies' | 'mail' | 'tls'>,
): Finding[] {
  return [checkTls(config), ...checkProxies(config), checkMail(config)];
}

function checkTls({ host, publicUrl, tls }: Pick<Config, 'host' | 'publicUrl' | 'tls'>): Finding {
  const setIt =
    'Set COUNTERSIGN_TLS_CERT and COUNTERSIGN_TLS_KEY, or put a proxy with TLS in front; and set COUNTERSIGN_PUBLIC_URL to the https address.';
  if (publicUrl === undefined) {
    if (tls) return good('TLS', `The server speaks TLS on ${host}.`);
    return isLocal(host)
      ? warning('TLS', 'The server is for this machine alone: COUNTERSIGN_PUBLIC_URL is not set.', setIt)
      : wrong('TLS', `Passwords and codes go to ${host} without TLS.`, setIt);
  }
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:') return good('TLS', `People and programs come by ${publicUrl}.`);
  return isLocal(hostname)
    ? warning('TLS', `${publicUrl} is for this machine alone.`, setIt)
    : wrong('TLS', `Passwords and codes go to ${publicUrl} without TLS.`, setIt);
}

function checkProxies({
  publicUrl,
  trustedProxies,
  tls,
}: Pick<Config, 'publicUrl' | 'trustedProxies' | 'tls'>): Finding[] {
  const everybody = trustedProxies.filter((network) => /\/0$/.test(network));
  if (everybody.length) {
    const says = `COUNTERSIGN_TRUST_PROXY has ${everybody.join(', ')}: anybody can say where they come from.`;
    return [wrong('proxy', says, 'Name your proxies alone.')];
  }
  if (!tls && publicUrl?.startsWith('https:') && trustedProxies.length === 0) {
    return [
      warning(
        'proxy',
        'There is a proxy in front, and COUNTERSIGN_TRUST_PROXY does not name it: everybody seems to come from its address.',
        'Name it: budgets and lockouts by address would hit all people together.',
      ),
    ];
  }
  return [];
}

function checkMail({ mail }: Pick<Config, 'mail'>): Finding {
  if (!mail) {
    const says =
      'No mail is sent: nobody can choose a new password unaided, or hears of changes to their second factor.';
    return warning('mail', says, 'Set COUNTERSIGN_SMTP_URL and COUNTERSIGN_MAIL_FROM.');
  }
  const { search, hostname, port } = new URL(mail.server.reveal());
  return search && !isLocal(hostname)
    ? warning(
        'mail',
        `Mails, with links in them, may go to ${hostname} without TLS.`,
        'Take ?plaintext=allowed away if the server can do TLS.',
      )
    : good('mail', `Mails go through ${hostname}${port && `:${port}`}, from ${mail.from}.`);
}
