import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../core/app-error.ts';
import { PasswordGateFull } from '../core/passwords.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { API_PREFIX, type OriginOf } from './origin.ts';
import { validationError } from './validation.ts';

/** The one table from a refusal to the wire. */
const errors: Record<ErrorCode, { status: number; message: string }> = {
  bad_request: { status: 400, message: 'Bad request' },
  requires_authentication: { status: 401, message: 'Requires authentication.' },
  forbidden: { status: 403, message: 'Permission denied' },
  not_found: { status: 404, message: 'Not found' },
  not_modifiable: { status: 405, message: 'This is built in and cannot be changed.' },
  already_exists: { status: 409, message: 'Already exists' },
  body_too_large: { status: 413, message: 'The body is larger than 64 KiB.' },
  unsupported_content_type: { status: 415, message: 'Send the body as application/json.' },
  headers_too_large: { status: 431, message: 'The request headers are larger than 8 KiB.' },
  validation_failed: { status: 422, message: 'Validation Failed' },
  too_many_requests: { status: 429, message: 'Too many requests' },
  internal: { status: 500, message: 'An error has occurred.' },
  mail_not_sent: { status: 502, message: 'The mail server did not take the mail.' },
  unavailable: {
    status: 503,
    message: 'The database cannot confirm the change right now. Try again shortly.',
  },
};

export const statusOf = (code: ErrorCode): number => errors[code].status;

/** Every status that a refusal can have. */
export const errorStatuses: readonly number[] = Object.values(errors).map(({ status }) => status);

/** The API's error body. `documentationUrl` is never null and `errors` only there for 422: clients rely on both. */
export function errorBody(error: AppError, documentationUrl: string) {
  return {
    message: error.message || errors[error.code].message,
    ...(error.faults && {
      errors: error.faults.map((fault) => ({ ...fault, documentation_url: documentationUrl })),
    }),
    documentation_url: documentationUrl,
  };
}

/** Answers with a page instead, where a person asked for one. */
export type SendErrorPage = (reply: FastifyReply, status: number) => void;

/**
 * Where every error meets HTTP. What nobody foresaw is logged with the request's id and never shown.
 *
 * @param sendPage For whoever asks for a page (`Accept: text/html`) outside of the API.
 */
export function errorAnswer(originOf: OriginOf, sendPage: SendErrorPage) {
  return function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = asAppError(error);
    const { status } = errors[known.code];
    if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
    if (known.retryAfterSeconds !== undefined) reply.header('retry-after', known.retryAfterSeconds);
    if (asksForPage(request)) {
      sendPage(reply, status);
      return;
    }
    const documentationUrl = `${originOf(request)}/docs/errors/4.0/${status}/${request.method.toLowerCase()}${routeOf(request)}`;
    reply
      .code(status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(errorBody(known, documentationUrl));
  };
}

const asksForPage = ({ url, headers: { accept } }: FastifyRequest): boolean =>
  !url.startsWith('/api/') && /\btext\/html\b/.test(accept ?? '');

/** The route as the reference writes it. Under whatever path an operation was called, it is one operation. */
function routeOf({ routeOptions }: FastifyRequest): string {
  const { operation } = routeOptions.config;
  return operation?.path.replaceAll(/\{(\w+)\}/g, ':$1') ?? routeOptions.url?.replace(API_PREFIX, '') ?? '';
}

/** The refusal that an error comes to. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new AppError('unavailable', undefined, { retryAfterSeconds: 1, cause: error });
  }
  if (error instanceof PasswordGateFull) {
    return new AppError('unavailable', 'Too many passwords are being checked. Try again shortly.', {
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  const { validation, validationContext, code, statusCode } = error as Partial<FastifyError>;
  if (validation) return validationError(validation, validationContext);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('unsupported_content_type');
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new AppError('bad_request', 'Bad request: the path is not valid.');
  }
  if (statusCode && statusCode >= 400 && statusCode < 500) return new AppError('bad_request');
  return new AppError('internal', undefined, { cause: error });
}
