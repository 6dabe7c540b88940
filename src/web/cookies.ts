import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * What the pages keep in a browser. `session`: who is signed in. `sign-in`: who has proved a password and not yet
 * the second factor. `device-7`: that user 7 trusts this browser.
 */
export type CookieName = 'session' | 'sign-in' | `device-${number}`;

/**
 * Cookies are named `__Host-…`, which a browser takes from this host alone, over TLS alone (RFC 6265bis section
 * 4.1.3.2). Over plain http, as on one's own machine, there are no such cookies in every browser: the name is
 * without that then.
 */
export const isSecure = (origin: string): boolean => origin.startsWith('https:');

const fullName = (name: CookieName, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** What a browser keeps under a name. Of two of a name, which no browser of ours sends, neither counts. */
export function readCookie(request: FastifyRequest, name: CookieName, secure: boolean): string | undefined {
  const start = `${fullName(name, secure)}=`;
  const [value, ...more] = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start));
  return more.length ? undefined : value?.slice(start.length);
}

/**
 * Sets a cookie that no script and no request from another site has.
 *
 * @param value Letters and digits.
 * @param maxAgeSeconds How long to keep it; absent: until the browser is closed.
 */
export function setCookie(
  reply: FastifyReply,
  secure: boolean,
  { name, value, maxAgeSeconds }: { name: CookieName; value: string; maxAgeSeconds?: number | undefined },
): void {
  const parts = [`${fullName(name, secure)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  if (secure) parts.push('Secure');
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${Math.floor(maxAgeSeconds)}`);
  reply.header('set-cookie', parts.join('; '));
}

export const clearCookie = (reply: FastifyReply, secure: boolean, name: CookieName): void =>
  setCookie(reply, secure, { name, value: '', maxAgeSeconds: 0 });
