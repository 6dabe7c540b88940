import type { FastifyRequest } from 'fastify';

/**
 * Whether another site made the browser send this (ASVS 3.5.1). Browsers say so in `Sec-Fetch-Site`; those
 * that do not send it name the page's origin, or `null` for ours, whose pages have no referrer.
 *
 * @param origin Our own.
 */
export function isFromElsewhere({ headers }: FastifyRequest, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const from = headers.origin;
  return from !== undefined && from !== 'null' && from !== origin;
}
