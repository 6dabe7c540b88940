import { parse as parseForm } from 'node:querystring';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';

/**
 * Bodies as the clients in use send them: JSON; nothing under a JSON content type; forms with that content
 * type or none; JSON under the form's content type (one SDK keeps the header of its login).
 */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parser =
    (parse: (text: string) => unknown) =>
    async (_: FastifyRequest, text: string | Buffer): Promise<unknown> =>
      parse(text as string);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parser(parseJson));
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    parser(parseJsonOrForm),
  );
  app.addContentTypeParser(
    '*',
    { parseAs: 'string' },
    async (request: FastifyRequest, text: string | Buffer) => {
      if (request.headers['content-type']) throw new AppError('unsupported_content_type');
      return parseJsonOrForm(text as string);
    },
  );
}

const parseJsonOrForm = (text: string): unknown =>
  /^\s*[[{]/.test(text) ? parseJson(text) : { ...parseForm(text) };

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text, withoutPrototype);
  } catch {
    throw new AppError('bad_request', 'Bad request: the body is not valid JSON.');
  }
}

/** A key that could reach an object's prototype is nothing that any client sends on purpose. */
function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
