import type { FastifyRequest } from 'fastify';

/**
 * Whether another site made the browser send this (ASVS 3.5.1). Browsers say so in `Sec-Fetch-Site`; those that do
 * not send it, as none does to an address that is neither https nor the machine's own, name the page's origin. `null`
 * is the origin of a page that hides it: ours do not.
 *
 * @param origin Our own.
 */
export function isFromElsewhere({ headers }: FastifyRequest, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const from = headers.origin;
  return from !== undefined && from !== origin;
}
