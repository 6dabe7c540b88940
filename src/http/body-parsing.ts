import { parse as parseForm } from 'node:querystring';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';

/**
 * Bodies as the clients in use send them: JSON; nothing, under any content type; forms with that content
 * type or none; JSON under the form's content type (one SDK keeps the header of its login).
 */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // One SDK sends the header without a value when it has no body.
  app.addHook('onRequest', ({ raw: { headers } }, _reply, done) => {
    if (headers['content-type'] === '') delete headers['content-type'];
    done();
  });
  const add = (contentType: string, parse: (text: string, request: FastifyRequest) => unknown) =>
    app.addContentTypeParser<Buffer>(contentType, { parseAs: 'buffer' }, (request, bytes, done) => {
      let body: unknown;
      try {
        const text = decode(bytes);
        body = text.trim() === '' ? undefined : parse(text, request);
      } catch (error) {
        done(error as AppError);
        return;
      }
      done(null, body);
    });
  add('application/json', parseJson);
  add('application/x-www-form-urlencoded', parseJsonOrForm);
  add('*', (text, { headers }) => {
    if (headers['content-type']) throw new AppError('unsupported_content_type');
    return parseJsonOrForm(text);
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes that are not UTF-8 would otherwise be stored as something else than what was sent. */
function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError('bad_request', 'Bad request: the body is not valid UTF-8.');
  }
}

const parseJsonOrForm = (text: string): unknown =>
  /^\s*[[{]/.test(text) ? parseJson(text) : { ...parseForm(text) };

function parseJson(text: string): unknown {
  try {
    return isPlain(text) ? JSON.parse(text) : JSON.parse(text, checked);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The other error is the stack's end.
    const fault = error instanceof SyntaxError ? 'is not valid JSON' : 'is nested too deeply';
    throw new AppError('bad_request', `Bad request: the body ${fault}.`);
  }
}

/**
 * Whether `checked` would find nothing. Half a surrogate pair can only be written as an escape here, nor
 * can anything be nested deeply in so few characters. Checking takes longer than all the rest of parsing.
 */
const isPlain = (text: string): boolean => text.length < 1_000 && !/__proto__|\\/.test(text);

/**
 * Refuses text with half a surrogate pair, which no database can keep. Drops a key that could reach an
 * object's prototype: nothing that any client sends on purpose.
 */
function checked(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
    throw new AppError('bad_request', 'Bad request: the body has text that is not valid Unicode.');
  }
  return key === '__proto__' ? undefined : value;
}
