/** An address, or a name and an address in angle brackets: one of them, as a mail's header has it. */
export function isSender(text: string): boolean {
  const [, address = text] = /^[^\p{Cc}@"(),:;<>[\\\]]* <([^<>]+)>$/u.exec(text) ?? [];
  return /^[^\s\p{Cc}@"(),:;<>[\\\]]+@[^\s\p{Cc}@"(),:;<>[\\\]]+$/u.test(address);
}

export function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:\/\/[^/?#]+\/?(?:\?plaintext=allowed)?$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return hostname !== '' && (username === '') === (password === '');
}

export function isPostgresUrl(value: string): boolean {
  const { protocol, pathname } = URL.parse(value) ?? {};
  return /^postgres(ql)?:$/.test(protocol ?? '') && (pathname ?? '').length > 1;
}

/** undefined: it is none. */
export function listenAddress(text: string): { host: string; port: number } | undefined {
  const [, host = '', digits] = /^([\w.-]+|\[[\da-f:.]+\]):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits ?? Number.NaN);
  return port <= 65535 ? { host: host.replace(/^\[|\]$/g, ''), port } : undefined;
}

export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    ['http:', 'https:'].includes(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  );
}
