import type { FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';

export const API_PREFIX = '/api/4.0';

/** The origin that absolute URLs in an answer start with. */
export type OriginOf = (request: FastifyRequest) => string;

/** @param publicUrl COUNTERSIGN_PUBLIC_URL; unset: the address that the request came to. */
export function originFrom(publicUrl: string | undefined): OriginOf {
  if (publicUrl !== undefined) return () => publicUrl;
  return (request) => {
    // A proxy may pass on whatever a client says of it.
    const scheme = request.protocol === 'https' ? 'https' : 'http';
    return `${scheme}://${isHost(request.host) ? request.host : `127.0.0.1:${request.socket.localPort}`}`;
  };
}

/**
 * Refuses a request that does not say which server it is for (RFC 9112 section 3.2). Only HTTP/1.0 need not.
 *
 * @throws AppError `bad_request`.
 */
export function requireHost({ host, raw }: FastifyRequest): void {
  if (isHost(host) || (!host && raw.httpVersion === '1.0')) return;
  throw new AppError('bad_request', 'Bad request: the Host header must name this server.');
}

/** The last one that was right: most requests name the same. */
let lastHost: string | undefined;

function isHost(host: string | undefined): host is string {
  if (host === undefined) return false;
  if (host === lastHost) return true;
  const right = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host) && URL.canParse(`http://${host}`);
  if (right) lastHost = host;
  return right;
}
