import type { FastifyRequest } from 'fastify';

export const API_PREFIX = '/api/4.0';

/** The origin that absolute URLs in an answer start with. */
export type OriginOf = (request: FastifyRequest) => string;

/** @param publicUrl COUNTERSIGN_PUBLIC_URL; unset: the address that the request came to. */
export function originFrom(publicUrl: string | undefined): OriginOf {
  if (publicUrl !== undefined) return () => publicUrl;
  return (request) => `${request.protocol}://${request.host || `127.0.0.1:${request.socket.localPort}`}`;
}
