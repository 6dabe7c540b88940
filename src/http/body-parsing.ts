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
  app.addHook('onRequest', async ({ raw: { headers } }) => {
    if (headers['content-type'] === '') delete headers['content-type'];
  });
  const parser =
    (parse: (text: string, request: FastifyRequest) => unknown) =>
    async (request: FastifyRequest, bytes: string | Buffer): Promise<unknown> => {
      const text = decode(bytes as Buffer);
      return text.trim() === '' ? undefined : parse(text, request);
    };
  const parse = { parseAs: 'buffer' } as const;
  app.addContentTypeParser('application/json', parse, parser(parseJson));
  app.addContentTypeParser('application/x-www-form-urlencoded', parse, parser(parseJsonOrForm));
  app.addContentTypeParser(
    '*',
    parse,
    parser((text, { headers }) => {
      if (headers['content-type']) throw new AppError('unsupported_content_type');
      return parseJsonOrForm(text);
    }),
  );
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
    return JSON.parse(text, checked);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The other error is the stack's end.
    const fault = error instanceof SyntaxError ? 'is not valid JSON' : 'is nested too deeply';
    throw new AppError('bad_request', `Bad request: the body ${fault}.`);
  }
}

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
