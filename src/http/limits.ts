import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { type FastifyHttpOptions, LogController } from 'fastify';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 8 * 1024;

/** A connection in the middle of its handshake cannot be hung up on: this is less than a stop may take. */
const HANDSHAKE_MS = 5_000;

// A missing Host is answered in the API's shape by `requireHost`.
const http = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 10_000, requireHostHeader: false };

/** What a request may take in time and size, and what happens to one that is not HTTP at all. */
const limits = {
  bodyLimit: MAX_BODY_BYTES,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionTimeout: 60_000,
  routerOptions: { maxParamLength: 512 },
  exposeHeadRoutes: false,
  forceCloseConnections: 'idle',
  logController: new LogController({ disableRequestLogging: true }),
  // A line that speaks of a request names its id itself; most requests write none.
  childLoggerFactory: (logger) => logger,
  clientErrorHandler: answerBrokenRequest,
} satisfies FastifyHttpOptions<Server>;

/**
 * Fastify's options for the limits, over plain HTTP or by TLS 1.2 or later as Node.js sets it up. Both make a server of the
 * same kind to all who use it, which the types of Fastify do not know.
 */
export const limitsWith = (certificate: Pick<SecureContextOptions, 'cert' | 'key'> | undefined) =>
  ({
    ...limits,
    ...(certificate
      ? { https: { ...http, cert: certificate.cert, key: certificate.key, handshakeTimeout: HANDSHAKE_MS } }
      : { http }),
  }) as FastifyHttpOptions<Server>;

/** Answers what Node's parser refused, in the API's shape; there is no request object to answer through. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  // In the middle of a handshake nothing can be said.
  const handshaking = (socket as { secureConnecting?: boolean }).secureConnecting === true;
  if (error.code === 'ECONNRESET' || !socket.writable || handshaking) {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'The request headers are larger than 8 KiB.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request took too long to arrive.']
        : ['400 Bad Request', 'Bad request: this is not HTTP.'];
  const body = JSON.stringify({ message, documentation_url: '/docs' });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
