/** Every way a request can be refused. http/errors.ts gives each its status and message. */
export type ErrorCode =
  | 'bad_request'
  | 'requires_authentication'
  | 'forbidden'
  | 'not_found'
  | 'not_modifiable'
  | 'already_exists'
  | 'body_too_large'
  | 'unsupported_content_type'
  | 'headers_too_large'
  | 'validation_failed'
  | 'too_many_requests'
  | 'internal'
  | 'mail_not_sent'
  | 'unavailable';

/** One fault of the request's body: which field, and what would be right. */
export interface FieldFault {
  field: string;
  code: 'missing_field' | 'invalid' | 'already_exists';
  message: string;
}

export interface ErrorExtras {
  faults?: FieldFault[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** What an action throws when it refuses. Thrown inside a transaction, it undoes the transaction. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly faults: FieldFault[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  /** @param message Shown to the caller; absent: the code's usual message. */
  constructor(code: ErrorCode, message?: string, { faults, retryAfterSeconds, cause }: ErrorExtras = {}) {
    super(message, { cause });
    this.code = code;
    this.faults = faults;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const notFound = (): AppError => new AppError('not_found');

/** 422 for one field. */
export function invalidField(field: string, message: string, code: FieldFault['code'] = 'invalid'): AppError {
  return new AppError('validation_failed', undefined, { faults: [{ field, code, message }] });
}
